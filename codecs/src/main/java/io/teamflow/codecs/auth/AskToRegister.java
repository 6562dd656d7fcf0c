package io.teamflow.codecs.auth;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.WireName;

/**
 * Asks for an account that a mail must confirm; what is answered does not tell whether there is one
 * already.
 *
 * @param email up to 254 characters
 * @param password 8 to 256 characters, any Unicode
 * @param name shown to others, up to 100 characters
 */
@WireName("auth.ask-to-register")
public record AskToRegister(String email, String password, String name) implements Command {
  public AskToRegister {
    Credentials.check(email, password, Credentials.PASSWORD_MIN).text("/name", name, 1, 100).done();
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "AskToRegister[]";
  }
}
