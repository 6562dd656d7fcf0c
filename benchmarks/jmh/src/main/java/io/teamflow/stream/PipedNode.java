package io.teamflow.stream;

import io.teamflow.cluster.config.JoinOption;
import io.teamflow.cluster.join.ClusterJoin;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * A node with nothing but the way to another node: without a database, it joins as nodes do and
 * carries the same event again and again, through the {@link NodePipe} or by {@code publish} of the
 * event bus. One receives; the other sends when it is asked to over HTTP, and answers with {@code
 * <events that arrived> <events that were lost> <nanoseconds>}. A program of its own, of which the
 * suite starts two.
 */
public final class PipedNode {
  /** Events that are under way at most, less than what the pipe would shed. */
  private static final int UNDER_WAY_MAX = 8_192;

  /** Events that are sent in one turn of the loop, as when a group of messages was committed. */
  private static final int TURN = 256;

  /** The receiver tells of so many at once. */
  private static final int TOLD = 512;

  private static final long LOST_NS = TimeUnit.SECONDS.toNanos(5);
  private static final long START_SECONDS = 60;
  private static final String PUBLISHED = "piped-node.published";
  private static final String ARRIVED = "piped-node.arrived";
  private static final UUID STREAM = new UUID(1, 1);

  private final Vertx vertx;
  private final Context context;
  private final Peers peers;
  private final NodePipe pipe;
  private final Frame frame;
  private final Buffer bytes;
  private long sent;
  private long arrived;
  private long told;

  private PipedNode(Vertx vertx, int length) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.peers = ClusterPeers.of(vertx);
    this.pipe = new NodePipe(vertx, peers, frames -> received(frames.size()));
    byte[] json = new byte[length];
    Arrays.fill(json, (byte) 'x');
    this.frame = new Frame(STREAM, 1, json);
    this.bytes = Buffer.buffer(json);
  }

  /**
   * Serves until it is killed.
   *
   * @param arguments {@code receive} or {@code send}, the id and the first port of the cluster, the
   *     bytes of an event, and the port of HTTP
   */
  public static void main(String[] arguments) throws Exception {
    UUID cluster = UUID.fromString(arguments[1]);
    int port = Integer.parseInt(arguments[2]);
    Vertx vertx =
        Vertx.builder()
            .with(new VertxOptions().setEventBusOptions(new EventBusOptions().setHost("127.0.0.1")))
            .withClusterManager(
                ClusterJoin.manager(new JoinOption.Local(), "127.0.0.1", port, cluster, false))
            .buildClustered()
            .await(START_SECONDS, TimeUnit.SECONDS);
    PipedNode node = new PipedNode(vertx, Integer.parseInt(arguments[3]));
    int http = Integer.parseInt(arguments[4]);
    Promise<Object> ready = Promise.promise();
    node.context.runOnContext(
        _ ->
            (arguments[0].equals("send") ? node.send(http) : node.receive())
                .<Object>mapEmpty()
                .onComplete(ready));
    ready.future().await(START_SECONDS, TimeUnit.SECONDS);
    System.out.println("ready " + http);
  }

  private Future<?> receive() {
    vertx.eventBus().<Buffer>consumer(PUBLISHED, _ -> received(1));
    return pipe.start().compose(_ -> pipe.follow(STREAM));
  }

  private void received(int events) {
    arrived += events;
    if (arrived / TOLD > told / TOLD) {
      told = arrived;
      vertx.eventBus().send(ARRIVED, told);
    }
  }

  private Future<HttpServer> send(int http) {
    vertx
        .eventBus()
        .<Long>consumer(ARRIVED, message -> arrived = Math.max(arrived, message.body()));
    return pipe.start()
        .compose(_ -> heard())
        .compose(
            _ -> vertx.createHttpServer().requestHandler(this::serve).listen(http, "127.0.0.1"));
  }

  /** Completes when the receiver's interest is known. */
  private Future<?> heard() {
    return peers.others().stream().anyMatch(node -> pipe.follows(node, STREAM))
        ? Future.succeededFuture()
        : vertx.timer(50).compose(_ -> heard());
  }

  private void serve(HttpServerRequest request) {
    long nanos = TimeUnit.MILLISECONDS.toNanos(Long.parseLong(request.getParam("ms", "0")));
    Runnable one =
        switch (request.path()) {
          case "/pipe" -> () -> pipe.send(frame);
          case "/publish" -> () -> vertx.eventBus().publish(PUBLISHED, bytes);
          default -> null;
        };
    if (one == null) {
      request.response().setStatusCode(404).end();
      return;
    }
    context.runOnContext(
        _ -> new Run(one, nanos).begin().onSuccess(said -> request.response().end(said)));
  }

  /** Sends for a time, no faster than it arrives. */
  private final class Run {
    private final Runnable one;
    private final long start = System.nanoTime();
    private final long nanos;
    private final long before = arrived;
    private final Promise<String> end = Promise.promise();
    private long arrivedAt = start;
    private long seen = arrived;

    Run(Runnable one, long nanos) {
      this.one = one;
      this.nanos = nanos;
    }

    Future<String> begin() {
      turn();
      return end.future();
    }

    private void turn() {
      long now = System.nanoTime();
      if (arrived != seen) {
        seen = arrived;
        arrivedAt = now;
      }
      if (now - start < nanos || sent % TOLD != 0) {
        for (int i = 0; i < TURN && sent - arrived < UNDER_WAY_MAX; i++) {
          one.run();
          sent++;
        }
      } else if (arrived >= sent || now - arrivedAt > LOST_NS) {
        long lost = sent - arrived;
        sent = arrived;
        end.complete("%d %d %d".formatted(arrived - before, lost, arrivedAt - start));
        return;
      }
      if (sent - arrived < UNDER_WAY_MAX && now - start < nanos) {
        context.runOnContext(_ -> turn());
      } else {
        vertx.setTimer(1, _ -> turn());
      }
    }
  }
}
