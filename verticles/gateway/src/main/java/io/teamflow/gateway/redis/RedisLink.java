package io.teamflow.gateway.redis;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The node's connection to Redis, over which requests are pipelined, and the breaker in front of
 * it: whatever goes unanswered for too long opens it, and nobody waits for Redis again before it
 * has answered a greeting. One greeting a second, whether it is up or away.
 */
public final class RedisLink extends VerticleBase {
  private static final Logger log = LoggerFactory.getLogger(RedisLink.class);
  private static final long BEAT_MS = 1_000;
  private static final int CONNECT_MS = 1_000;

  /** Beats without a byte after which a connection is given up and a new one made. */
  private static final int SILENT_BEATS = 3;

  /** Requests that may wait for an answer; more fail at once. */
  private static final int WAITING_MAX = 4_096;

  private final URI uri;
  private final Duration patience;
  private final Function<RedisConnection, Future<?>> greeting;
  private final AtomicReference<@Nullable RedisConnection> held = new AtomicReference<>();

  private @Nullable Redis client;
  private boolean connecting;
  private volatile boolean away;
  private volatile boolean closing;

  /**
   * @param uri {@code redis://} or {@code rediss://}, with user and password where needed
   * @param patience for one answer, and so what a dead Redis costs a request at most
   * @param greeting what Redis must be able to do before it is used
   */
  public RedisLink(URI uri, Duration patience, Function<RedisConnection, Future<?>> greeting) {
    this.uri = uri;
    this.patience = patience;
    this.greeting = greeting;
  }

  @Override
  public Future<?> start() {
    client = Redis.createClient(vertx, options());
    vertx.setPeriodic(BEAT_MS, _ -> beat());
    return connect(client).otherwiseEmpty();
  }

  @Override
  public Future<?> stop() {
    closing = true;
    return client == null ? Future.succeededFuture() : client.close();
  }

  private RedisOptions options() {
    boolean tls = "rediss".equals(uri.getScheme());
    NetClientOptions net =
        new NetClientOptions()
            .setConnectTimeout(CONNECT_MS)
            .setTcpNoDelay(true)
            .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
            .setReadIdleTimeout((int) (SILENT_BEATS * BEAT_MS))
            .setSsl(tls)
            .setHostnameVerificationAlgorithm(tls ? "HTTPS" : "");
    return new RedisOptions()
        .setConnectionString(uri.toString())
        .setNetClientOptions(net)
        .setMaxWaitingHandlers(WAITING_MAX)
        .setPoolName("teamflow")
        .setMaxPoolSize(1)
        .setMaxPoolWaiting(1)
        .setPoolRecycleTimeout(-1);
  }

  /** Whether Redis answered lately; while it has not, {@link #send} fails at once. */
  public boolean isUp() {
    return held.get() != null;
  }

  /** Sends a request; fails with a {@link Response} when Redis answers that it cannot. */
  public Future<@Nullable Response> send(Request request) {
    RedisConnection connection = held.get();
    if (connection == null) {
      return Future.failedFuture("Redis is away");
    }
    return this.<@Nullable Response>inTime(connection.send(request))
        .onFailure(
            error -> {
              if (!(error instanceof Response)) {
                lost(connection, error);
              }
            });
  }

  private <T extends @Nullable Object> Future<T> inTime(Future<T> answer) {
    return answer.timeout(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void beat() {
    RedisConnection connection = held.get();
    if (connection != null) {
      inTime(greeting.apply(connection)).onFailure(error -> lost(connection, error));
    } else if (client != null && !connecting) {
      connect(client);
    }
  }

  private Future<?> connect(Redis redis) {
    connecting = true;
    return redis
        .connect()
        .compose(
            connection -> {
              connection.exceptionHandler(error -> lost(connection, error));
              connection.endHandler(_ -> lost(connection, new IOException("Connection closed")));
              return inTime(greeting.apply(connection))
                  .onSuccess(_ -> found(connection))
                  .onFailure(_ -> connection.close());
            })
        .onComplete(_ -> connecting = false)
        .onFailure(this::tellAway);
  }

  private void found(RedisConnection connection) {
    if (away) {
      away = false;
      log.info("Redis is back");
    }
    held.set(connection);
  }

  /** Only the first to notice does something about it. */
  private void lost(RedisConnection connection, Throwable error) {
    if (held.compareAndSet(connection, null)) {
      connection.close(); // back to the client, which hands it out again or, if silent, ends it
      tellAway(error);
    }
  }

  private void tellAway(Throwable error) {
    if (!away && !closing) {
      away = true;
      log.warn("Redis is away, nodes do without it: {}", error.toString());
    }
  }
}
