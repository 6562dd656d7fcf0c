package io.teamflow.codecs.auth;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.Validation;
import io.teamflow.codecs.bus.WireName;

/** Unlinks an identity from the caller's account, unless nothing else signs in to it. */
@WireName("auth.remove-identity")
public record RemoveIdentity(String provider) implements Command {
  public RemoveIdentity {
    Validation.check().required("/provider", provider).done();
  }
}
