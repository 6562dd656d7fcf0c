package io.teamflow.codecs.auth;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.Validation;
import io.teamflow.codecs.bus.WireName;

/**
 * Turns the second factor on, once the authenticator shows the right code.
 *
 * @param code six digits
 */
@WireName("auth.confirm-totp")
public record ConfirmTotp(String code) implements Command {
  public ConfirmTotp {
    Validation.check().text("/code", code, 1, Login.CODE_MAX).done();
  }

  /** Without the code. */
  @Override
  public String toString() {
    return "ConfirmTotp[]";
  }
}
