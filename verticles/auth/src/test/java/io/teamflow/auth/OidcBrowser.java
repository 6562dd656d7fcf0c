package io.teamflow.auth;

import io.teamflow.codecs.auth.AuthMessages;
import io.teamflow.codecs.auth.BeginOidc;
import io.teamflow.codecs.auth.CompleteOidc;
import io.teamflow.codecs.auth.LinkOidc;
import io.teamflow.codecs.auth.OidcOutcome;
import io.teamflow.codecs.auth.OidcStart;
import io.teamflow.codecs.auth.SignedIn;
import io.teamflow.codecs.bus.Failure;
import io.teamflow.driver.ProviderProcess;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a browser does in a sign-in at a provider: it carries, and goes where it is sent. */
record OidcBrowser(TestAuth auth, String provider, OidcStart start) {

  static OidcBrowser begin(TestAuth auth, String provider) throws Exception {
    return new OidcBrowser(
        auth,
        provider,
        auth.ask(AuthMessages.BEGIN_OIDC, TestAuth.ANYONE, new BeginOidc(provider, null)));
  }

  static OidcBrowser beginLink(TestAuth auth, String provider, SignedIn owner) throws Exception {
    return new OidcBrowser(
        auth,
        provider,
        auth.ask(AuthMessages.LINK_OIDC, TestAuth.callerOf(owner), new LinkOidc(provider, null)));
  }

  /** Signs in at the provider, and comes back. */
  CompleteOidc signIn(ProviderProcess at, String subject, Map<String, ?> claims) throws Exception {
    return signIn(at, start.authorizationUrl(), subject, claims);
  }

  /** The same by another URL than the one it was given. */
  CompleteOidc signIn(ProviderProcess at, String url, String subject, Map<String, ?> claims)
      throws Exception {
    Map<String, String> back = query(at.signIn(URI.create(url), subject, claims));
    return new CompleteOidc(
        provider, start.attempt(), back.get("state"), back.get("code"), null, null);
  }

  OidcOutcome complete(CompleteOidc back) throws Exception {
    return auth.ask(AuthMessages.COMPLETE_OIDC, TestAuth.ANYONE, back);
  }

  SignedIn completed(CompleteOidc back) throws Exception {
    return Objects.requireNonNull(complete(back).signedIn());
  }

  Failure refused(CompleteOidc back) {
    return auth.refusal(AuthMessages.COMPLETE_OIDC, TestAuth.ANYONE, back);
  }

  /** What comes back with another attempt or state. */
  static CompleteOidc with(CompleteOidc back, @Nullable String attempt, @Nullable String state) {
    return new CompleteOidc(back.provider(), attempt, state, back.code(), null, null);
  }

  static Map<String, String> query(URI uri) {
    return Arrays.stream(uri.getRawQuery().split("&", -1))
        .map(pair -> pair.split("=", 2))
        .collect(
            Collectors.toMap(
                pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
  }
}
