package io.teamflow.codecs.auth;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.WireName;
import org.jspecify.annotations.Nullable;

/**
 * Signs in.
 *
 * @param code of the authenticator, or a recovery code; needed where the account asks for it
 */
@WireName("auth.login")
public record Login(String email, String password, @Nullable String code) implements Command {
  static final int CODE_MAX = 64;

  public Login {
    Credentials.check(email, password, 1).optionalText("/code", code, 1, CODE_MAX).done();
  }

  /** Signs in without a second factor. */
  public Login(String email, String password) {
    this(email, password, null);
  }

  /** Without the secrets. */
  @Override
  public String toString() {
    return "Login[email=" + email + "]";
  }
}
