package io.teamflow.codecs.auth;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.Validation;
import io.teamflow.codecs.bus.WireName;
import org.jspecify.annotations.Nullable;

/**
 * Begins a sign-in at an OpenID provider.
 *
 * @param provider its name in the configuration
 * @param returnPath where the browser goes afterwards; absent for programs
 */
@WireName("auth.begin-oidc")
public record BeginOidc(String provider, @Nullable String returnPath) implements Command {
  public BeginOidc {
    ReturnPath.check(Validation.check().required("/provider", provider), returnPath).done();
  }
}
