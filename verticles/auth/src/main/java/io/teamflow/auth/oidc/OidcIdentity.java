package io.teamflow.auth.oidc;

/**
 * Who somebody is at a provider, as it has proved.
 *
 * @param subject who it is there, for good
 * @param email may be empty, and may change
 * @param emailVerified whether the provider says that the address is theirs
 * @param name may be empty
 */
public record OidcIdentity(
    String issuer, String subject, String email, boolean emailVerified, String name) {}
