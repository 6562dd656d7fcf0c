package io.teamflow.codecs.auth;

import java.time.Instant;

/**
 * Somebody at an OpenID provider who signs in to an account.
 *
 * @param provider its name in the configuration
 * @param email the address it told when the identity was linked; may be empty
 */
public record IdentityView(String provider, String email, Instant createdAt) {}
