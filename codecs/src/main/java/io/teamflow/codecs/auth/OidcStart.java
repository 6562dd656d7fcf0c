package io.teamflow.codecs.auth;

import io.teamflow.codecs.bus.Reply;
import io.teamflow.codecs.bus.WireName;

/**
 * A sign-in at an OpenID provider that has begun.
 *
 * @param authorizationUrl where the browser goes now
 * @param attempt sealed; what this browser, and no other, hands back with {@link CompleteOidc}
 */
@WireName("auth.oidc-start")
public record OidcStart(String authorizationUrl, String attempt) implements Reply {

  /** Without the attempt. */
  @Override
  public String toString() {
    return "OidcStart[]";
  }
}
