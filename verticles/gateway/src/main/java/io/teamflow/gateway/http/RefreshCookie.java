package io.teamflow.gateway.http;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import java.time.Duration;

/** The refresh token of a browser, where no script reads it and no other site sends it. */
final class RefreshCookie {
  static final String NAME = "teamflow_refresh";

  /** As long as a session lasts. */
  private static final Duration LIFETIME = Duration.ofDays(30);

  private RefreshCookie() {}

  /** What makes a browser forget the token. */
  static Cookie none(boolean secure) {
    return of("", secure).setMaxAge(0);
  }

  /**
   * The cookie that holds a token.
   *
   * @param secure whether browsers reach us by HTTPS
   */
  static Cookie of(String refreshToken, boolean secure) {
    return Cookie.cookie(NAME, refreshToken)
        .setHttpOnly(true)
        .setSecure(secure)
        .setSameSite(CookieSameSite.STRICT)
        .setPath(ApiRouter.BASE + "/auth")
        .setMaxAge(LIFETIME.toSeconds());
  }
}
