package io.teamflow.codecs.auth;

import io.teamflow.codecs.bus.Reply;
import io.teamflow.codecs.bus.WireName;
import org.jspecify.annotations.Nullable;

/**
 * What a sign-in at an OpenID provider led to.
 *
 * @param signedIn absent when the identity was linked: its owner is signed in already
 * @param returnPath where the browser asked to go
 */
@WireName("auth.oidc-outcome")
public record OidcOutcome(@Nullable SignedIn signedIn, @Nullable String returnPath)
    implements Reply {}
