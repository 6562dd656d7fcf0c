package io.teamflow.codecs.auth;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.Validation;
import io.teamflow.codecs.bus.WireName;
import org.jspecify.annotations.Nullable;

/**
 * Ends a sign-in at an OpenID provider, or links the identity when it began so.
 *
 * @param provider its name in the configuration
 * @param attempt what {@link OidcStart} gave this browser; absent in another one
 * @param state as the provider handed it back
 * @param code exchanged for the proof of identity; absent when the provider refused
 * @param error why the provider refused (RFC 6749, 4.1.2.1)
 * @param issuer who the provider says it is (RFC 9207)
 */
@WireName("auth.complete-oidc")
public record CompleteOidc(
    String provider,
    @Nullable String attempt,
    @Nullable String state,
    @Nullable String code,
    @Nullable String error,
    @Nullable String issuer)
    implements Command {
  public CompleteOidc {
    Validation.check()
        .required("/provider", provider)
        .optionalText("/attempt", attempt, 0, 4_096)
        .optionalText("/state", state, 0, 200)
        .optionalText("/code", code, 0, 4_096)
        .optionalText("/error", error, 0, 200)
        .optionalText("/iss", issuer, 0, 500)
        .done();
  }

  /** Without the code and the attempt. */
  @Override
  public String toString() {
    return "CompleteOidc[provider=" + provider + "]";
  }
}
