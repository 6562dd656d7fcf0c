package io.teamflow.codecs.auth;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.Validation;
import io.teamflow.codecs.bus.WireName;
import java.util.UUID;

/** Ends a personal access token of the caller. */
@WireName("auth.revoke-token")
public record RevokeToken(UUID tokenId) implements Command {
  public RevokeToken {
    Validation.check().required("/tokenId", tokenId).done();
  }
}
