package io.teamflow.codecs.auth;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.Validation;
import io.teamflow.codecs.bus.WireName;

/**
 * Proves an e-mail address by the token of a mail, and so opens the account that waits for it.
 *
 * @param token single use
 */
@WireName("auth.verify-email")
public record VerifyEmail(String token) implements Command {
  public VerifyEmail {
    Validation.check().text("/token", token, 1, 200).done();
  }

  /** Without the token. */
  @Override
  public String toString() {
    return "VerifyEmail[]";
  }
}
