package io.teamflow.codecs.auth;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.Validation;
import io.teamflow.codecs.bus.WireName;

/** Asks for a mail with which the password can be reset; nobody learns whether it is sent. */
@WireName("auth.forgot-password")
public record ForgotPassword(String email) implements Command {
  public ForgotPassword {
    Credentials.checkEmail(Validation.check(), email).done();
  }

  /** Without the address. */
  @Override
  public String toString() {
    return "ForgotPassword[]";
  }
}
