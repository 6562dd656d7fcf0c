package io.teamflow.stream;

import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.stream.Position;
import io.teamflow.codecs.stream.StreamId;
import io.teamflow.stream.PgStreamLog.Following;
import io.teamflow.stream.PgStreamLog.Opening;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The sockets of one event loop and what they follow. Frames of a tick are joined once per stream
 * and written once per socket. When idle a frame goes out at once; under load flushes are spaced by
 * what the last one cost, which bounds the number of writes: the true price of fan-out. Everything
 * here runs on the loop.
 */
final class LoopFanout {
  /**
   * Under load flushes begin at most so far apart, unless they alone take three quarters of that:
   * it bounds the latency that load adds.
   */
  private static final long PERIOD_MAX_NS = TimeUnit.MILLISECONDS.toNanos(22);

  /**
   * Flushes begin so many times as far apart as one takes: the more frames a write carried, the
   * more a wait saves, and where each carried one it only delays.
   */
  private static final int FACTOR_MIN = 2;

  private static final int FACTOR_MAX = 5;

  private final Vertx vertx;
  private final ContextInternal context;
  private final NodeStreamHub hub;
  private final Map<UUID, FollowedStream> streams = new HashMap<>();
  private final Map<StreamSubscriber, Set<FollowedStream>> followed = new HashMap<>();
  private final Laggards laggards;
  private List<FollowedStream> dirty = new ArrayList<>();
  private boolean flushScheduled;
  private long nextFlush = System.nanoTime();

  LoopFanout(Vertx vertx, ContextInternal context, NodeStreamHub hub) {
    this.vertx = vertx;
    this.context = context;
    this.hub = hub;
    this.laggards =
        new Laggards(vertx, (subscriber, id, position) -> join(id, position, subscriber, true));
  }

  void runOnLoop(Runnable task) {
    context.runOnContext(_ -> task.run());
  }

  // Joining

  void join(StreamId id, @Nullable Position since, StreamSubscriber subscriber, boolean silent) {
    FollowedStream stream = streams.get(id.id());
    if (stream == null) {
      stream = new FollowedStream(id);
      streams.put(id.id(), stream);
      hub.follow(id, this);
    }
    Joiner joiner = new Joiner(id, subscriber, since, silent);
    stream.joiners.add(joiner);
    followed.computeIfAbsent(subscriber, _ -> new LinkedHashSet<>(2)).add(stream);
    hub.open(joiner, this);
  }

  /** The hub's answer to {@link NodeStreamHub#open}. */
  void opened(Joiner joiner, Optional<Opening> answer) {
    FollowedStream stream = streams.get(joiner.stream.id());
    if (stream == null || !stream.joiners.contains(joiner)) {
      return;
    }
    if (answer.isEmpty()) {
      refuse(joiner, Failure.notFound(joiner.stream.kind().prefix()));
      return;
    }
    Opening opening = answer.get();
    StreamSubscriber subscriber = joiner.subscriber;
    if (joiner.silent && !opening.recovered()) {
      subscriber.positionLost();
      return;
    }
    if (!joiner.silent) {
      subscriber.subscribed(joiner.stream, opening.position(), opening.recovered());
    }
    long head = opening.position().seq();
    stream.epoch = opening.position().epoch();
    stream.flushedSeq = stream.flushedSeq == 0 ? head : stream.flushedSeq;
    List<Frame> missed = new ArrayList<>(opening.frames());
    joiner.behind = head;
    for (Frame frame : joiner.waiting) {
      if (frame.seq() > joiner.behind) {
        joiner.behind = frame.seq();
        missed.add(frame);
      }
    }
    joiner.waiting.clear();
    boolean wasLive = stream.live.contains(subscriber);
    if (wasLive) {
      stream.joiners.remove(joiner);
    } else if (!missed.isEmpty()) {
      writeTo(List.of(subscriber), missed, stream.epoch);
      subscriber.flush();
    }
    hub.present(joiner.stream, subscriber, this, stream.present.add(subscriber));
  }

  /** The other answer: the stream cannot be read right now. */
  void refuse(Joiner joiner, Failure failure) {
    FollowedStream stream = streams.get(joiner.stream.id());
    if (stream == null || !stream.joiners.remove(joiner)) {
      return;
    }
    if (joiner.silent) {
      joiner.subscriber.tooSlow();
    } else {
      joiner.subscriber.refused(joiner.stream, failure);
    }
    forgetUnlessFollowing(stream, joiner.subscriber);
  }

  // Leaving

  void leave(StreamId id, StreamSubscriber subscriber) {
    FollowedStream stream = streams.get(id.id());
    if (stream != null) {
      stream.live.remove(subscriber);
      stream.joiners.removeIf(joiner -> joiner.subscriber == subscriber);
      forgetUnlessFollowing(stream, subscriber);
    }
    laggards.forget(subscriber, id);
  }

  void leaveAll(StreamSubscriber subscriber) {
    laggards.forget(subscriber);
    for (FollowedStream stream : List.copyOf(followed.getOrDefault(subscriber, Set.of()))) {
      leave(stream.id, subscriber);
    }
  }

  private void forgetUnlessFollowing(FollowedStream stream, StreamSubscriber subscriber) {
    if (stream.live.contains(subscriber)
        || stream.joiners.stream().anyMatch(joiner -> joiner.subscriber == subscriber)) {
      return;
    }
    if (stream.present.remove(subscriber)) {
      hub.absent(stream.id, subscriber.user());
    }
    Set<FollowedStream> others = followed.get(subscriber);
    if (others != null && others.remove(stream) && others.isEmpty()) {
      followed.remove(subscriber);
    }
    if (stream.isAbandoned()) {
      streams.remove(stream.id.id());
      hub.unfollow(stream.id, this);
    }
  }

  /** Who follows what here, for the sweep that looks for ended rights. */
  Set<Following> followings() {
    Set<Following> all = new LinkedHashSet<>();
    followed.forEach(
        (subscriber, theirs) ->
            theirs.forEach(stream -> all.add(new Following(stream.id.id(), subscriber.user()))));
    return all;
  }

  /** Ends subscriptions whose right has ended. */
  void expel(Set<Following> ended) {
    for (StreamSubscriber subscriber : List.copyOf(followed.keySet())) {
      for (FollowedStream stream : List.copyOf(followed.getOrDefault(subscriber, Set.of()))) {
        if (ended.contains(new Following(stream.id.id(), subscriber.user()))) {
          leave(stream.id, subscriber);
          subscriber.unsubscribed(stream.id);
        }
      }
    }
  }

  // Delivering

  /** Tells one subscriber alone something fleeting. */
  void tell(StreamId id, StreamSubscriber subscriber, Frame signal) {
    FollowedStream stream = streams.get(id.id());
    if (stream != null && stream.present.contains(subscriber) && subscriber.isWritable()) {
      writeTo(List.of(subscriber), List.of(signal), stream.epoch);
      subscriber.flush();
    }
  }

  /** Takes frames of one stream, in order, from the hub. */
  void deliver(UUID id, List<Frame> frames) {
    FollowedStream stream = streams.get(id);
    if (stream == null) {
      return;
    }
    for (Frame frame : frames) {
      if (frame.isSignal()) {
        signalJoiners(stream, frame);
      } else {
        advanceJoiners(stream, frame);
      }
      if (stream.pending.isEmpty()) {
        dirty.add(stream);
      }
      stream.pending.add(frame);
    }
    scheduleFlush();
  }

  /** Those who know where they stand wait only for the next event, which may be long. */
  private static void signalJoiners(FollowedStream stream, Frame signal) {
    List<StreamSubscriber> ready =
        stream.joiners.stream()
            .filter(joiner -> joiner.behind >= 0 && joiner.subscriber.isWritable())
            .map(joiner -> joiner.subscriber)
            .toList();
    writeTo(ready, List.of(signal), stream.epoch);
    ready.forEach(StreamSubscriber::flush);
  }

  private void advanceJoiners(FollowedStream stream, Frame frame) {
    for (Joiner joiner : List.copyOf(stream.joiners)) {
      if (joiner.behind < 0) {
        wait(joiner, frame);
      } else if (frame.seq() > joiner.behind) {
        goLive(stream, joiner);
      }
    }
  }

  private static void wait(Joiner joiner, Frame frame) {
    if (joiner.waiting.size() >= Joiner.WAITING_MAX) {
      joiner.subscriber.tooSlow();
    } else {
      joiner.waiting.add(frame);
    }
  }

  private void goLive(FollowedStream stream, Joiner joiner) {
    write(stream, new ArrayList<>()); // what is pending is not for the one who joins
    stream.joiners.remove(joiner);
    if (!stream.live.contains(joiner.subscriber)) {
      stream.live.add(joiner.subscriber);
    }
  }

  private void scheduleFlush() {
    if (flushScheduled || dirty.isEmpty()) {
      return;
    }
    flushScheduled = true;
    long wait = nextFlush - System.nanoTime();
    if (wait <= TimeUnit.MILLISECONDS.toNanos(1)) {
      context.runOnContext(_ -> flushAll());
    } else {
      vertx.setTimer(TimeUnit.NANOSECONDS.toMillis(wait), _ -> flushAll());
    }
  }

  /** Writes everything at once, so that the order holds, and flushes a slice of it at a time. */
  private void flushAll() {
    long start = System.nanoTime();
    List<FollowedStream> flushing = dirty;
    dirty = new ArrayList<>();
    int frames = flushing.stream().mapToInt(stream -> stream.pending.size()).sum();
    long factor = Math.clamp(frames / flushing.size(), FACTOR_MIN, FACTOR_MAX);
    List<StreamSubscriber> written = new ArrayList<>();
    try {
      flushing.forEach(stream -> write(stream, written));
    } finally {
      long writing = System.nanoTime() - start;
      SlicedFlush.run(
          context.nettyEventLoop(),
          written,
          flushingTook -> {
            long took = writing + flushingTook;
            nextFlush = start + Math.max(took * 4 / 3, Math.min(PERIOD_MAX_NS, factor * took));
            flushScheduled = false;
            scheduleFlush();
          });
    }
  }

  /** Writes what a stream has for its subscribers; those that took it are {@code written}. */
  private void write(FollowedStream stream, List<StreamSubscriber> written) {
    if (stream.pending.isEmpty()) {
      return;
    }
    List<Frame> frames = stream.pending;
    stream.pending = new ArrayList<>();
    List<StreamSubscriber> slow = new ArrayList<>();
    try (JoinedFrames joined = new JoinedFrames(frames, stream.epoch)) {
      for (StreamSubscriber subscriber : List.copyOf(stream.live)) { // one may break and leave
        if (!subscriber.isWritable()) {
          slow.add(subscriber);
          continue;
        }
        subscriber.write(joined.as(subscriber.form()));
        written.add(subscriber);
      }
    }
    slow.forEach(this::lag); // where the stream stood before this flush
    for (Frame frame : frames) {
      stream.flushedSeq = frame.isSignal() ? stream.flushedSeq : frame.seq();
    }
  }

  private static void writeTo(
      List<StreamSubscriber> subscribers, List<Frame> frames, String epoch) {
    if (subscribers.isEmpty()) {
      return;
    }
    try (JoinedFrames joined = new JoinedFrames(frames, epoch)) {
      for (StreamSubscriber subscriber : subscribers) {
        subscriber.write(joined.as(subscriber.form()));
      }
    }
  }

  /** Nothing more is queued for the socket; when it can take more it gets what it missed. */
  private void lag(StreamSubscriber subscriber) {
    subscriber.flush(); // what other streams wrote to it in this turn, or it never could take more
    for (FollowedStream stream : followed.getOrDefault(subscriber, Set.of())) {
      if (stream.live.remove(subscriber)) {
        laggards.add(subscriber, stream.id, stream.flushed());
      }
    }
  }
}
