package io.teamflow.gateway.socket;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import io.teamflow.codecs.stream.Position;
import io.teamflow.codecs.stream.StreamId;
import io.teamflow.gateway.token.AccessToken;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An answer of server-sent events over a real connection, without a hub. */
class EventSourceTest {
  private static final long EXPIRY = Instant.parse("2030-01-01T12:00:00Z").toEpochMilli();
  private static final long END_MS = 100;
  private static final int EVENT_BYTES = 64 * 1024;

  /**
   * Of the system, at the server's end and at the client's: fixed, or they grow with what waits.
   */
  private static final int BUFFER_BYTES = 64 * 1024;

  /** Together several times what both buffers and a client that is paused take. */
  private static final int EVENTS = 64;

  private final Vertx vertx = Vertx.vertx();
  private final Promise<Context> itsLoop = Promise.promise();
  private final Promise<HttpServerResponse> answered = Promise.promise();
  private final Promise<EventSource> opened = Promise.promise();
  private final Promise<Void> ended = Promise.promise();
  private final Promise<Void> gone = Promise.promise();
  private NetSocket client;
  private HttpServerResponse response;
  private EventSource source;
  private Context loop;

  @BeforeEach
  void open() throws Exception {
    HttpServer server =
        vertx
            .createHttpServer(new HttpServerOptions().setSendBufferSize(BUFFER_BYTES))
            .requestHandler(this::begin)
            .listen(0, "127.0.0.1")
            .await(5, SECONDS);
    client =
        vertx
            .createNetClient(new NetClientOptions().setReceiveBufferSize(BUFFER_BYTES))
            .connect(server.actualPort(), "127.0.0.1")
            .await(5, SECONDS);
    client.handler(
        bytes -> {
          if (bytes.toString().endsWith("0\r\n\r\n")) {
            ended.tryComplete();
          }
        });
    client.write("GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n").await(5, SECONDS);
    loop = itsLoop.future().await(5, SECONDS);
    response = answered.future().await(5, SECONDS);
    source = opened.future().await(5, SECONDS);
  }

  private void begin(HttpServerRequest request) {
    itsLoop.complete(vertx.getOrCreateContext());
    request.connection().exceptionHandler(gone::tryFail);
    request.connection().closeHandler(_ -> gone.tryComplete());
    AccessToken token =
        new AccessToken(
            new UUID(2, 2), new UUID(3, 3), Instant.ofEpochMilli(EXPIRY), Optional.empty());
    answered.complete(request.response());
    EventSource begun = new EventSource(request, token, null, END_MS);
    begun.subscribed(StreamId.project(new UUID(1, 1)), new Position("e", 1), false);
    opened.complete(begun);
  }

  @AfterEach
  void close() throws Exception {
    client.resume();
    vertx.close().await(5, SECONDS);
  }

  @Test
  void itEndsWithItsToken() throws Exception {
    onItsLoop(() -> source.tick(EXPIRY - 1, false));
    assertFalse(ended.future().isComplete());

    onItsLoop(() -> source.tick(EXPIRY, false));
    ended.future().await(5, SECONDS);
  }

  @Test
  void itEndsWithItsSession() throws Exception {
    onItsLoop(() -> source.tick(0, true));
    ended.future().await(5, SECONDS);
  }

  @Test
  void whoTakesTheEndKeepsTheConnection() throws Exception {
    onItsLoop(() -> source.tick(0, true));
    ended.future().await(5, SECONDS);
    vertx.timer(2 * END_MS).await(5, SECONDS);
    assertFalse(gone.future().isComplete());
  }

  @Test
  void whoDoesNotReadIsCutOffWhenTooSlow() throws Exception {
    stall();
    onItsLoop(() -> assertFalse(source.isWritable()));

    onItsLoop(source::tooSlow);
    gone.future().await(5, SECONDS);
  }

  @Test
  void theTokenOfOneWhoDoesNotReadEndsItAsWell() throws Exception {
    stall();
    onItsLoop(() -> assertFalse(source.isWritable()));

    onItsLoop(() -> source.tick(EXPIRY, false));
    gone.future().await(5, SECONDS);
  }

  @Test
  void whoNeverReadsTheEndIsCutOffLater() throws Exception {
    onItsLoop(() -> response.setWriteQueueMaxSize(2 * EVENTS * EVENT_BYTES));
    stall();
    onItsLoop(() -> assertTrue(source.isWritable()));

    onItsLoop(() -> source.tick(0, true));
    gone.future().await(5, SECONDS);
    assertTrue(response.ended());
  }

  /** The client reads nothing, and more waits for it than anybody takes on the way. */
  private void stall() throws Exception {
    client.pause();
    onItsLoop(
        () -> {
          for (int i = 0; i < EVENTS; i++) {
            source.write(Unpooled.wrappedBuffer(new byte[EVENT_BYTES]));
          }
        });
    assertFalse(gone.future().isComplete(), () -> "gone: " + gone.future().cause());
  }

  private void onItsLoop(Runnable task) throws Exception {
    Promise<Void> done = Promise.promise();
    loop.runOnContext(
        _ -> {
          try {
            task.run();
            done.complete();
          } catch (RuntimeException | AssertionError e) {
            done.fail(e);
          }
        });
    done.future().await(5, SECONDS);
  }
}
