package io.teamflow.gateway.socket;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.netty.buffer.Unpooled;
import io.teamflow.codecs.stream.Position;
import io.teamflow.codecs.stream.StreamId;
import io.teamflow.gateway.token.AccessToken;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
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
  private static final int EVENT_BYTES = 64 * 1024;

  /** Together more than a system keeps for a connection of loopback. */
  private static final int EVENTS_MAX = 2_000;

  private final Vertx vertx = Vertx.vertx();
  private final Promise<Context> itsLoop = Promise.promise();
  private final Promise<EventSource> opened = Promise.promise();
  private final Promise<Void> ended = Promise.promise();
  private final Promise<Void> gone = Promise.promise();
  private NetSocket client;
  private EventSource source;
  private Context loop;

  @BeforeEach
  void open() throws Exception {
    HttpServer server =
        vertx
            .createHttpServer()
            .requestHandler(this::begin)
            .listen(0, "127.0.0.1")
            .await(5, SECONDS);
    client = vertx.createNetClient().connect(server.actualPort(), "127.0.0.1").await(5, SECONDS);
    client.handler(
        bytes -> {
          if (bytes.toString().endsWith("0\r\n\r\n")) {
            ended.tryComplete();
          }
        });
    client.write("GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n").await(5, SECONDS);
    loop = itsLoop.future().await(5, SECONDS);
    source = opened.future().await(5, SECONDS);
  }

  private void begin(HttpServerRequest request) {
    itsLoop.complete(vertx.getOrCreateContext());
    request.connection().closeHandler(_ -> gone.complete());
    AccessToken token =
        new AccessToken(
            new UUID(2, 2), new UUID(3, 3), Instant.ofEpochMilli(EXPIRY), Optional.empty());
    EventSource begun = new EventSource(request.response(), token, null);
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
  void whoDoesNotReadIsCutOffWhenTooSlow() throws Exception {
    stall();

    onItsLoop(source::tooSlow);
    gone.future().await(5, SECONDS);
  }

  @Test
  void theTokenOfOneWhoDoesNotReadEndsItAsWell() throws Exception {
    stall();

    onItsLoop(() -> source.tick(EXPIRY, false));
    gone.future().await(5, SECONDS);
  }

  /** The client reads nothing, until no more can be written. */
  private void stall() throws Exception {
    client.pause();
    onItsLoop(
        () -> {
          for (int i = 0; i < EVENTS_MAX && source.isWritable(); i++) {
            source.write(Unpooled.wrappedBuffer(new byte[EVENT_BYTES]));
          }
        });
    onItsLoop(() -> assertFalse(source.isWritable()));
    assertFalse(gone.future().isComplete());
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
