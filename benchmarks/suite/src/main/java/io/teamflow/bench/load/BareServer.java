package io.teamflow.bench.load;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Vert.x and nothing else: a handler that answers every request with the status, the headers and
 * the body that another server once gave. One instance for each processor, as TeamFlow has. A
 * program of its own.
 */
public final class BareServer extends VerticleBase {
  /** Any free port, the same for every instance. */
  private static final int SHARED_FREE_PORT = -1;

  private final Recorded answer;
  private final AtomicInteger port;
  private final Map<String, String> headers;
  private final Buffer body;

  /**
   * @param port is set to where it listens
   */
  private BareServer(Recorded answer, AtomicInteger port) {
    this.answer = answer;
    this.port = port;
    this.headers = answer.headers();
    headers.remove("content-length"); // set by Vert.x
    this.body = Buffer.buffer(answer.body());
  }

  @Override
  public Future<?> start() {
    return vertx
        .createHttpServer(
            new HttpServerOptions()
                .setHost("127.0.0.1")
                .setPort(SHARED_FREE_PORT)
                .setHttp2ClearTextEnabled(false))
        .requestHandler(this::answer)
        .listen()
        .onSuccess(server -> port.set(server.actualPort()));
  }

  private void answer(HttpServerRequest request) {
    HttpServerResponse response = request.response().setStatusCode(answer.status());
    headers.forEach(response::putHeader);
    response.end(body);
  }

  /** Takes the file; says {@code ready <port>} and serves until it is killed. */
  public static void main(String[] arguments) throws IOException {
    Recorded answer = new Recorded(Files.readAllBytes(Path.of(arguments[0])));
    AtomicInteger port = new AtomicInteger();
    Vertx.vertx()
        .deployVerticle(
            () -> new BareServer(answer, port),
            new DeploymentOptions().setInstances(Runtime.getRuntime().availableProcessors()))
        .onComplete(
            _ -> System.out.println(ServerProcess.READY + port),
            error -> {
              System.err.println(error);
              System.exit(1);
            });
  }
}
