package io.teamflow.codecs.auth;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.Validation;
import io.teamflow.codecs.bus.WireName;
import org.jspecify.annotations.Nullable;

/**
 * Begins to link an identity at an OpenID provider with the caller's account.
 *
 * @param provider its name in the configuration
 * @param returnPath where the browser goes afterwards; absent for programs
 */
@WireName("auth.link-oidc")
public record LinkOidc(String provider, @Nullable String returnPath) implements Command {
  public LinkOidc {
    ReturnPath.check(Validation.check().required("/provider", provider), returnPath).done();
  }
}
