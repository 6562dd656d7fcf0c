package io.teamflow.gateway.http;

import io.vertx.core.Vertx;
import java.util.List;

/**
 * The pages that links in mails lead to. They load nothing from elsewhere and run no script but
 * their own.
 */
final class PageRoutes {
  private static final String FOLDER = "pages/";

  private final Vertx vertx;

  PageRoutes(Vertx vertx) {
    this.vertx = vertx;
  }

  void mount(ApiRouter api) {
    for (String page : List.of("verify-email", "reset-password", "accept-invitation")) {
      mount(api, "/" + page, page + ".html", "text/html; charset=utf-8");
    }
    mount(api, "/pages/account.js", "account.js", "text/javascript; charset=utf-8");
    mount(api, "/pages/invitation.js", "invitation.js", "text/javascript; charset=utf-8");
    mount(api, "/pages/account.css", "account.css", "text/css; charset=utf-8");
  }

  private void mount(ApiRouter api, String path, String file, String type) {
    api.page(
        path,
        exchange -> {
          exchange
              .response()
              .putHeader(
                  "Content-Security-Policy",
                  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
                      + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
              .putHeader("Referrer-Policy", "no-referrer");
          exchange.file(type, vertx.fileSystem().readFile(FOLDER + file));
        });
  }
}
