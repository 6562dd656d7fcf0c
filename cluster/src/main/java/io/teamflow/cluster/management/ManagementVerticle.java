package io.teamflow.cluster.management;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.teamflow.notification.MailboxFolder;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/**
 * The management port: {@code /livez}, {@code /readyz}, {@code /metrics}, and {@code /dev/mailbox}
 * where mails are kept here.
 */
public final class ManagementVerticle extends VerticleBase {
  private final String host;
  private final int port;
  private final Readiness readiness;
  private final PrometheusMeterRegistry metrics;
  private final Optional<MailboxRoutes> mailbox;

  /**
   * @param mailbox where mails are kept here, rather than sent
   */
  public ManagementVerticle(
      String host,
      int port,
      Readiness readiness,
      PrometheusMeterRegistry metrics,
      Optional<MailboxFolder> mailbox) {
    this.host = host;
    this.port = port;
    this.readiness = readiness;
    this.metrics = metrics;
    this.mailbox = mailbox.map(MailboxRoutes::new);
  }

  @Override
  public Future<?> start() {
    return vertx
        .createHttpServer(new HttpServerOptions().setHttp2ClearTextEnabled(false))
        .requestHandler(this::answer)
        .listen(port, host);
  }

  private void answer(HttpServerRequest request) {
    String path = String.valueOf(request.path());
    if (path.startsWith(MailboxRoutes.PATH) && mailbox.isPresent()) {
      mailbox.get().answer(request, path);
      return;
    }
    switch (path) {
      case "/livez" -> request.response().end("alive\n");
      case "/readyz" -> ready(request);
      case "/metrics" ->
          vertx
              .executeBlocking(metrics::scrape, false)
              .onComplete(
                  text ->
                      request
                          .response()
                          .putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                          .end(text),
                  _ -> request.response().setStatusCode(500).end());
      default -> request.response().setStatusCode(404).end("/livez, /readyz, /metrics\n");
    }
  }

  private void ready(HttpServerRequest request) {
    boolean ready = readiness.isReady();
    request.response().setStatusCode(ready ? 200 : 503);
    if (request.query() != null && request.query().startsWith("verbose")) {
      request
          .response()
          .putHeader("Content-Type", "application/json")
          .end(readiness.verbose().encode());
    } else {
      request.response().end(ready ? "ready\n" : "not ready\n");
    }
  }
}
