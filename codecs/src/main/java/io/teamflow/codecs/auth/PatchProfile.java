package io.teamflow.codecs.auth;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.Validation;
import io.teamflow.codecs.bus.WireName;

/**
 * Changes how the caller is called.
 *
 * @param version the version the caller saw; another one is refused
 * @param name shown to others, up to 100 characters
 */
@WireName("auth.patch-profile")
public record PatchProfile(long version, String name) implements Command {
  public PatchProfile {
    Validation.check().text("/name", name, 1, 100).done();
  }
}
