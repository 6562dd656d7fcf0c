package io.teamflow.stream;

import io.teamflow.codecs.stream.Position;
import io.teamflow.codecs.stream.StreamId;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The sockets of one event loop that cannot take more, and where each of their streams goes on once
 * they can. Whoever stays here for ten seconds is too slow.
 */
final class Laggards {
  static final long LAG_MAX_NS = TimeUnit.SECONDS.toNanos(10);

  private static final long CHECK_MS = 100;

  /** Brings a subscriber back into a stream, with what it missed. */
  @FunctionalInterface
  interface Return {
    void to(StreamSubscriber subscriber, StreamId stream, Position since);
  }

  private record Lag(long since, Map<StreamId, Position> positions) {}

  private final Map<StreamSubscriber, Lag> lagging = new HashMap<>();
  private final Return back;

  Laggards(Vertx vertx, Return back) {
    this.back = back;
    vertx.setPeriodic(CHECK_MS, _ -> check());
  }

  /** The subscriber has this stream up to here, and gets nothing more of it for now. */
  void add(StreamSubscriber subscriber, StreamId stream, Position position) {
    lagging
        .computeIfAbsent(subscriber, _ -> new Lag(System.nanoTime(), new HashMap<>()))
        .positions()
        .put(stream, position);
  }

  boolean contains(StreamSubscriber subscriber, StreamId stream) {
    Lag lag = lagging.get(subscriber);
    return lag != null && lag.positions().containsKey(stream);
  }

  void forget(StreamSubscriber subscriber) {
    lagging.remove(subscriber);
  }

  void forget(StreamSubscriber subscriber, StreamId stream) {
    Lag lag = lagging.get(subscriber);
    if (lag != null) {
      lag.positions().remove(stream);
    }
  }

  private void check() {
    if (lagging.isEmpty()) {
      return;
    }
    long now = System.nanoTime();
    for (StreamSubscriber subscriber : List.copyOf(lagging.keySet())) {
      Lag lag = lagging.get(subscriber);
      if (lag != null && subscriber.isWritable()) {
        lagging.remove(subscriber);
        lag.positions().forEach((stream, since) -> back.to(subscriber, stream, since));
      } else if (lag != null && now - lag.since() > LAG_MAX_NS) {
        subscriber.tooSlow();
      }
    }
  }
}
