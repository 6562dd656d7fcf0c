package io.teamflow.gateway.http;

import io.teamflow.codecs.auth.AuthMessages;
import io.teamflow.codecs.auth.BeginOidc;
import io.teamflow.codecs.auth.CompleteOidc;
import io.teamflow.codecs.auth.IdentityView;
import io.teamflow.codecs.auth.LinkOidc;
import io.teamflow.codecs.auth.ListIdentities;
import io.teamflow.codecs.auth.OidcOutcome;
import io.teamflow.codecs.auth.RemoveIdentity;
import io.teamflow.codecs.auth.SignedIn;
import io.teamflow.codecs.bus.Bus;
import io.vertx.core.Future;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/**
 * Sign-in at OpenID providers, and the identities of the caller's account. The attempt rests in a
 * cookie between the two requests of a sign-in, which binds it to the browser that began it.
 */
final class OidcRoutes {
  private static final String PATH = "/auth/oidc/:provider";
  private static final String ATTEMPT = "teamflow_oidc";
  private static final Duration ATTEMPT_LIFETIME = Duration.ofMinutes(10);

  private final Bus bus;
  private final boolean secure;

  /**
   * @param secure whether browsers reach us by HTTPS
   */
  OidcRoutes(Bus bus, boolean secure) {
    this.bus = bus;
    this.secure = secure;
  }

  void mount(ApiRouter api) {
    api.credentials(
        HttpMethod.GET,
        PATH,
        (exchange, caller) ->
            exchange.then(
                bus.request(
                    AuthMessages.BEGIN_OIDC,
                    caller,
                    new BeginOidc(exchange.pathName("provider"), exchange.query("return"))),
                start -> {
                  exchange.response().addCookie(attempt(start.attempt(), ATTEMPT_LIFETIME));
                  exchange.redirect(302, start.authorizationUrl());
                }));
    api.credentials(
        HttpMethod.GET,
        PATH + "/callback",
        (exchange, caller) -> {
          CompleteOidc command = complete(exchange);
          exchange.response().addCookie(attempt("", Duration.ZERO));
          exchange.then(
              bus.request(AuthMessages.COMPLETE_OIDC, caller, command),
              outcome -> completed(exchange, outcome));
        });
    api.account(
        HttpMethod.POST,
        "/me/identities/:provider",
        (exchange, caller) ->
            exchange.value(
                200,
                bus.request(
                        AuthMessages.LINK_OIDC,
                        caller,
                        new LinkOidc(exchange.pathName("provider"), exchange.query("return")))
                    .map(
                        start -> {
                          exchange.response().addCookie(attempt(start.attempt(), ATTEMPT_LIFETIME));
                          return new JsonObject().put("authorizationUrl", start.authorizationUrl());
                        })));
    api.account(
        HttpMethod.GET,
        "/me/identities",
        (exchange, caller) ->
            exchange.value(
                200,
                bus.request(AuthMessages.LIST_IDENTITIES, caller, new ListIdentities())
                    .map(list -> Exchange.list(list.items(), OidcRoutes::json))));
    api.account(
        HttpMethod.DELETE,
        "/me/identities/:provider",
        (exchange, caller) ->
            exchange.noContent(
                bus.request(
                    AuthMessages.REMOVE_IDENTITY,
                    caller,
                    new RemoveIdentity(exchange.pathName("provider")))));
  }

  private static CompleteOidc complete(Exchange exchange) {
    return new CompleteOidc(
        exchange.pathName("provider"),
        exchange.cookie(ATTEMPT),
        exchange.query("state"),
        exchange.query("code"),
        exchange.query("error"),
        exchange.query("iss"));
  }

  /** A program reads its tokens; a browser goes on, and no script of it sees the refresh token. */
  private void completed(Exchange exchange, OidcOutcome outcome) {
    SignedIn in = outcome.signedIn();
    if (outcome.returnPath() != null) {
      if (in != null) {
        exchange.response().addCookie(RefreshCookie.of(in.refreshToken(), secure));
      }
      exchange.redirect(303, outcome.returnPath());
    } else if (in != null) {
      exchange.value(200, Future.succeededFuture(AuthRoutes.json(in)));
    } else {
      exchange.noContent(Future.succeededFuture());
    }
  }

  private Cookie attempt(String value, Duration lifetime) {
    return Cookie.cookie(ATTEMPT, value)
        .setHttpOnly(true)
        .setSecure(secure)
        .setSameSite(CookieSameSite.LAX)
        .setPath(ApiRouter.BASE + "/auth/oidc")
        .setMaxAge(lifetime.toSeconds());
  }

  private static JsonObject json(IdentityView identity) {
    return new JsonObject()
        .put("provider", identity.provider())
        .put("email", identity.email())
        .put("createdAt", identity.createdAt().toString());
  }
}
