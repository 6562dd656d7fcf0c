package io.teamflow.gateway;

import io.teamflow.gateway.http.RateLimits;
import io.teamflow.gateway.limit.RateLimiter;
import io.vertx.core.http.HttpServer;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * What the instances of a node's gateway share: whether clients may settle here, and what is
 * counted per node.
 */
public final class GatewayState {
  private final List<Consumer<Departure>> onDeparture = new CopyOnWriteArrayList<>();
  private final Map<UUID, Integer> socketsOfUser = new ConcurrentHashMap<>();
  private final Map<String, Integer> socketsOfAddress = new ConcurrentHashMap<>();
  private final AtomicInteger requests = new AtomicInteger();
  private final RateLimiter limiter;
  private final RateLimits limits;
  private volatile boolean draining;
  private volatile boolean cutOff;
  private volatile int port;

  /**
   * @param limiter counts for this node, or for all that share a Redis
   */
  public GatewayState(GatewaySettings settings, RateLimiter limiter) {
    this.limiter = limiter;
    this.limits = new RateLimits(settings, limiter);
  }

  RateLimiter limiter() {
    return limiter;
  }

  /** What is counted for this node, or for all that share a Redis. */
  public RateLimits limits() {
    return limits;
  }

  void listening(HttpServer server) {
    port = server.actualPort();
  }

  /** The port listened on, once started. */
  public int port() {
    return port;
  }

  /**
   * Begins to move clients to other nodes: answers close their connections, sockets are told to
   * reconnect. Once is enough.
   *
   * @return how long the sockets take
   */
  public Departure drain() {
    draining = true;
    Departure departure = Departure.shutdown(sockets());
    onDeparture.forEach(listener -> listener.accept(departure));
    return departure;
  }

  /**
   * The node can do nothing for clients, as its database does not answer: it moves them as {@link
   * #drain} does, until {@link #rejoined}.
   */
  public void cutOff() {
    cutOff = true;
    if (!draining) {
      Departure departure = Departure.unavailable(sockets());
      onDeparture.forEach(listener -> listener.accept(departure));
    }
  }

  /** Clients may come back. */
  public void rejoined() {
    cutOff = false;
  }

  /** Whether clients are to go elsewhere. */
  public boolean sendsAway() {
    return draining || cutOff;
  }

  /** A request has come. */
  public void requestBegan() {
    requests.incrementAndGet();
  }

  /** A request was answered, or its connection is gone. */
  public void requestEnded() {
    requests.decrementAndGet();
  }

  /** The requests that have no whole answer yet. */
  public int requests() {
    return requests.get();
  }

  /** Runs the task when sockets are to move; from any thread. */
  public void onDeparture(Consumer<Departure> task) {
    onDeparture.add(task);
  }

  /** Counts one more socket of a user in, unless there would be more than {@code max}. */
  public boolean openSocket(UUID user, int max) {
    return countIn(socketsOfUser, user, max);
  }

  /** Counts a socket out again. */
  public void closeSocket(UUID user) {
    countOut(socketsOfUser, user);
  }

  /** Counts one more socket of an address in, unless there would be more than {@code max}. */
  public boolean openAddress(String address, int max) {
    return countIn(socketsOfAddress, address, max);
  }

  /** Counts a socket of an address out again. */
  public void closeAddress(String address) {
    countOut(socketsOfAddress, address);
  }

  private static <K> boolean countIn(Map<K, Integer> counts, K key, int max) {
    boolean[] opened = {false};
    counts.compute(
        key,
        (_, count) -> {
          int now = count == null ? 0 : count;
          opened[0] = now < max;
          return opened[0] ? Integer.valueOf(now + 1) : count;
        });
    return opened[0];
  }

  private static <K> void countOut(Map<K, Integer> counts, K key) {
    counts.computeIfPresent(key, (_, count) -> count == 1 ? null : count - 1);
  }

  /** The open and identified sockets of this node. */
  public int sockets() {
    return socketsOfUser.values().stream().mapToInt(Integer::intValue).sum();
  }
}
