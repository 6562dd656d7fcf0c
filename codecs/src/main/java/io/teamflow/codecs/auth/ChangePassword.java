package io.teamflow.codecs.auth;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.Validation;
import io.teamflow.codecs.bus.WireName;

/**
 * Replaces the caller's password and ends every other session of the account.
 *
 * @param newPassword 8 to 256 characters, any Unicode
 */
@WireName("auth.change-password")
public record ChangePassword(String currentPassword, String newPassword) implements Command {
  public ChangePassword {
    Validation.check()
        .text("/currentPassword", currentPassword, 1, Credentials.PASSWORD_MAX)
        .text("/newPassword", newPassword, Credentials.PASSWORD_MIN, Credentials.PASSWORD_MAX)
        .done();
  }

  /** Without the passwords. */
  @Override
  public String toString() {
    return "ChangePassword[]";
  }
}
