package io.teamflow.codecs.auth;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.WireName;

/** Signs in with e-mail and password. */
@WireName("auth.login")
public record Login(String email, String password) implements Command {
  public Login {
    Credentials.check(email, password, 1).done();
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "Login[email=" + email + "]";
  }
}
