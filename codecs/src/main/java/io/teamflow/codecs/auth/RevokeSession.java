package io.teamflow.codecs.auth;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.Validation;
import io.teamflow.codecs.bus.WireName;
import java.util.UUID;

/** Ends one session of the caller's account. */
@WireName("auth.revoke-session")
public record RevokeSession(UUID sessionId) implements Command {
  public RevokeSession {
    Validation.check().required("/sessionId", sessionId).done();
  }
}
