package io.teamflow.codecs.auth;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.Validation;
import io.teamflow.codecs.bus.WireName;

/**
 * Sets a new password by the token of a mail, and ends every session of the account.
 *
 * @param token single use
 * @param password 8 to 256 characters, any Unicode
 */
@WireName("auth.reset-password")
public record ResetPassword(String token, String password) implements Command {
  public ResetPassword {
    Validation.check()
        .text("/token", token, 1, 200)
        .text("/password", password, Credentials.PASSWORD_MIN, Credentials.PASSWORD_MAX)
        .done();
  }

  /** Without the token and the password. */
  @Override
  public String toString() {
    return "ResetPassword[]";
  }
}
