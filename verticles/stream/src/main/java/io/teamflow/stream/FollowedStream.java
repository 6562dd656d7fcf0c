package io.teamflow.stream;

import io.teamflow.codecs.stream.StreamId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A stream as one event loop sees it: who gets it, who is joining, who is there. */
final class FollowedStream {
  final StreamId id;
  final Set<Joiner> joiners = new LinkedHashSet<>(2);

  /** Those who were let in, live, joining or lagging: who is online. */
  final Set<StreamSubscriber> present = new HashSet<>();

  /** The history that the numbers belong to. */
  String epoch = "";

  private final List<StreamShare> shares = new ArrayList<>(1);
  private int lane;
  private int placed;

  FollowedStream(StreamId id) {
    this.id = id;
  }

  /** The lane of somebody who followed nothing yet. */
  int place(FlushLanes lanes) {
    if (placed % FlushLanes.TURN_MIN == 0) {
      lane = lanes.next();
    }
    placed++;
    return lane;
  }

  /** In each somebody is live. */
  List<StreamShare> shares() {
    return shares;
  }

  /** Of a lane; there is one from now on. */
  StreamShare share(int lane) {
    StreamShare share = find(lane);
    if (share == null) {
      share = new StreamShare(this, lane);
      shares.add(share);
    }
    return share;
  }

  boolean isLive(StreamSubscriber subscriber, int lane) {
    StreamShare share = find(lane);
    return share != null && share.live.contains(subscriber);
  }

  /** Nothing more is for the subscriber; returns the share it was live in, or null. */
  @Nullable StreamShare leave(StreamSubscriber subscriber, int lane) {
    StreamShare share = find(lane);
    if (share == null || !share.live.remove(subscriber)) {
      return null;
    }
    if (share.live.isEmpty()) {
      shares.remove(share);
    }
    return share;
  }

  private @Nullable StreamShare find(int lane) {
    for (StreamShare share : shares) {
      if (share.lane == lane) {
        return share;
      }
    }
    return null;
  }

  /** Whether the subscriber waits for the next event. */
  boolean isPlaced(StreamSubscriber subscriber) {
    return joiners.stream().anyMatch(j -> j.subscriber == subscriber && j.behind >= 0);
  }

  boolean isAbandoned() {
    return shares.isEmpty() && joiners.isEmpty() && present.isEmpty();
  }
}
