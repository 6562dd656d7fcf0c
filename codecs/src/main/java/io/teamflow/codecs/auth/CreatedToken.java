package io.teamflow.codecs.auth;

import io.teamflow.codecs.bus.Reply;
import io.teamflow.codecs.bus.WireName;

/**
 * A new personal access token.
 *
 * @param token what the program sends; shown this once
 */
@WireName("auth.created-token")
public record CreatedToken(TokenView view, String token) implements Reply {

  /** Without the token. */
  @Override
  public String toString() {
    return "CreatedToken[]";
  }
}
