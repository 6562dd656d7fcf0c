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
import org.jspecify.annotations.Nullable;

/**
 * The sockets of one event loop and what they follow. What came between two turns of a lane is
 * joined once per stream and written once per socket; {@link FlushLanes} says when. Everything here
 * runs on the loop.
 */
final class LoopFanout {
  /** A subscriber's lane, and what it follows. */
  private record Follower(int lane, Set<FollowedStream> streams) {}

  private final ContextInternal context;
  private final NodeStreamHub hub;
  private final Map<UUID, FollowedStream> streams = new HashMap<>();
  private final Map<StreamSubscriber, Follower> followers = new HashMap<>();
  private final Laggards laggards;
  private final FlushLanes lanes;

  LoopFanout(Vertx vertx, ContextInternal context, NodeStreamHub hub) {
    this.context = context;
    this.hub = hub;
    this.lanes = new FlushLanes(context, this::write);
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
    Follower follower = followers.get(subscriber);
    if (follower == null) {
      follower = new Follower(stream.place(lanes), new LinkedHashSet<>(2));
      followers.put(subscriber, follower);
    }
    follower.streams.add(stream);
    Joiner joiner = new Joiner(id, subscriber, follower.lane, since, silent);
    stream.joiners.add(joiner);
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
    if (joiner.silent && stream.isPlaced(subscriber)) {
      stream.joiners.remove(joiner); // it has said itself where it goes on
      return;
    }
    if (!joiner.silent) {
      laggards.forget(subscriber, joiner.stream);
      subscriber.subscribed(joiner.stream, opening.position(), opening.recovered());
    }
    stream.epoch = opening.position().epoch();
    boolean arrives = stream.present.add(subscriber);
    if (!arrives) {
      stream.joiners.removeIf(other -> other.subscriber == subscriber && other != joiner);
    }
    if (place(stream, joiner, opening) || arrives) {
      hub.present(joiner.stream, subscriber, this, arrives);
    }
  }

  /**
   * Writes what a joiner missed, after which it waits for the next event; who is live missed
   * nothing. False when there is more than it can take or than was read: then it comes back for the
   * rest.
   */
  private boolean place(FollowedStream stream, Joiner joiner, Opening opening) {
    StreamSubscriber subscriber = joiner.subscriber;
    if (isLive(stream, subscriber)) {
      stream.joiners.remove(joiner);
      return true;
    }
    List<Frame> missed = new ArrayList<>(opening.frames());
    long last = opening.position().seq();
    if (!opening.isPage()) {
      for (Frame frame : joiner.waiting) {
        if (frame.seq() > last) {
          last = frame.seq();
          missed.add(frame);
        }
      }
    }
    if (!missed.isEmpty() && !subscriber.isWritable()) {
      Position since = joiner.since;
      comeBack(joiner, stream, since == null || !opening.recovered() ? opening.position() : since);
      return false;
    }
    if (!missed.isEmpty()) {
      writeTo(List.of(subscriber), missed, stream.epoch);
      subscriber.flush();
    }
    if (opening.isPage()) {
      comeBack(joiner, stream, new Position(stream.epoch, missed.getLast().seq()));
      return false;
    }
    joiner.waiting.clear();
    joiner.behind = last;
    return true;
  }

  /** For what follows a position: at once, or as soon as the socket can take more. */
  private void comeBack(Joiner joiner, FollowedStream stream, Position since) {
    stream.joiners.remove(joiner);
    if (joiner.subscriber.isWritable()) {
      join(stream.id, since, joiner.subscriber, true);
    } else {
      laggards.add(joiner.subscriber, stream.id, since);
    }
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
    laggards.forget(subscriber, id);
    if (stream != null) {
      endLive(stream, subscriber);
      stream.joiners.removeIf(joiner -> joiner.subscriber == subscriber);
      forgetUnlessFollowing(stream, subscriber);
    }
  }

  void leaveAll(StreamSubscriber subscriber) {
    laggards.forget(subscriber);
    for (FollowedStream stream : streamsOf(subscriber)) {
      leave(stream.id, subscriber);
    }
  }

  private List<FollowedStream> streamsOf(StreamSubscriber subscriber) {
    Follower follower = followers.get(subscriber);
    return follower == null ? List.of() : List.copyOf(follower.streams);
  }

  private boolean isLive(FollowedStream stream, StreamSubscriber subscriber) {
    Follower follower = followers.get(subscriber);
    return follower != null && stream.isLive(subscriber, follower.lane);
  }

  /** Where it stood, or null if it was not live. */
  private @Nullable StreamShare endLive(FollowedStream stream, StreamSubscriber subscriber) {
    Follower follower = followers.get(subscriber);
    return follower == null ? null : stream.leave(subscriber, follower.lane);
  }

  private void forgetUnlessFollowing(FollowedStream stream, StreamSubscriber subscriber) {
    if (isLive(stream, subscriber)
        || laggards.contains(subscriber, stream.id)
        || stream.joiners.stream().anyMatch(joiner -> joiner.subscriber == subscriber)) {
      return;
    }
    if (stream.present.remove(subscriber)) {
      hub.absent(stream.id, subscriber.user());
    }
    Follower follower = followers.get(subscriber);
    if (follower != null && follower.streams.remove(stream) && follower.streams.isEmpty()) {
      followers.remove(subscriber);
    }
    if (stream.isAbandoned()) {
      streams.remove(stream.id.id());
      hub.unfollow(stream.id, this);
    }
  }

  /** Who follows what here, for the sweep that looks for ended rights. */
  Set<Following> followings() {
    Set<Following> all = new LinkedHashSet<>();
    followers.forEach(
        (subscriber, follower) ->
            follower.streams.forEach(
                stream -> all.add(new Following(stream.id.id(), subscriber.user()))));
    return all;
  }

  /** Ends subscriptions whose right has ended. */
  void expel(Set<Following> ended) {
    for (StreamSubscriber subscriber : List.copyOf(followers.keySet())) {
      for (FollowedStream stream : streamsOf(subscriber)) {
        if (ended.contains(new Following(stream.id.id(), subscriber.user()))) {
          expel(stream, subscriber);
        }
      }
    }
  }

  /** Who asked and still waits for the answer gets it; who was let in is put out. */
  private void expel(FollowedStream stream, StreamSubscriber subscriber) {
    boolean letIn = stream.present.contains(subscriber);
    stream.joiners.stream()
        .filter(joiner -> joiner.subscriber == subscriber && joiner.awaitsAnswer())
        .toList()
        .forEach(joiner -> refuse(joiner, Failure.notFound(stream.id.kind().prefix())));
    if (letIn) {
      leave(stream.id, subscriber);
      subscriber.unsubscribed(stream.id);
    }
  }

  /** The numbers of a stream mean something else now: whoever was let in before loads afresh. */
  void rewound(UUID id) {
    FollowedStream stream = streams.get(id);
    if (stream != null) {
      stream.joiners.forEach(joiner -> joiner.waiting.clear());
      List.copyOf(stream.present).forEach(StreamSubscriber::positionLost);
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
      for (StreamShare share : stream.shares()) {
        if (share.add(frame)) {
          lanes.enqueue(share);
        }
      }
    }
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
        goLive(stream, joiner, frame.seq());
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

  private void goLive(FollowedStream stream, Joiner joiner, long seq) {
    stream.joiners.remove(joiner);
    StreamShare share = stream.share(joiner.lane);
    write(share, new ArrayList<>()); // what waits is not for the one who joins
    share.flushed(seq - 1);
    if (!share.live.contains(joiner.subscriber)) {
      share.live.add(joiner.subscriber);
    }
  }

  /** Writes what a share has for its subscribers; those that took it are {@code written}. */
  private void write(StreamShare share, List<StreamSubscriber> written) {
    List<Frame> frames = share.takePending();
    if (frames.isEmpty()) {
      return;
    }
    List<StreamSubscriber> slow = new ArrayList<>();
    try (JoinedFrames joined = new JoinedFrames(frames, share.stream.epoch)) {
      for (StreamSubscriber subscriber : List.copyOf(share.live)) { // one may break and leave
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
      if (!frame.isSignal()) {
        share.flushed(frame.seq());
      }
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
    for (FollowedStream stream : streamsOf(subscriber)) {
      StreamShare share = endLive(stream, subscriber);
      if (share != null) {
        laggards.add(subscriber, stream.id, share.position());
      }
    }
  }
}
