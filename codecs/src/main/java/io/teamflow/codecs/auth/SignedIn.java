package io.teamflow.codecs.auth;

import io.teamflow.codecs.bus.Reply;
import io.teamflow.codecs.bus.WireName;

/**
 * The fruits of a sign-in.
 *
 * @param accessToken a signed JWT
 * @param expiresIn seconds until the access token expires
 * @param refreshToken opaque, single use
 */
@WireName("auth.signed-in")
public record SignedIn(UserView user, String accessToken, int expiresIn, String refreshToken)
    implements Reply {

  /** Without the tokens. */
  @Override
  public String toString() {
    return "SignedIn[user=" + user.id() + "]";
  }
}
