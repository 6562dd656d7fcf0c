package io.teamflow.codecs.auth;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.Validation;
import io.teamflow.codecs.bus.WireName;

/** Exchanges a refresh token for its successor and a new access token. */
@WireName("auth.refresh")
public record Refresh(String refreshToken) implements Command {
  public Refresh {
    Validation.check().text("/refreshToken", refreshToken, 1, 200).done();
  }

  /** Without the token. */
  @Override
  public String toString() {
    return "Refresh[]";
  }
}
