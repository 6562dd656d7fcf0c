package io.teamflow.stream;

import io.teamflow.codecs.stream.Position;
import io.teamflow.codecs.stream.StreamId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A stream as one event loop sees it: who gets it, who is joining, what waits for the tick. */
final class FollowedStream {
  final StreamId id;
  final List<StreamSubscriber> live = new ArrayList<>();
  final List<Joiner> joiners = new ArrayList<>();

  /** Those who were let in, live, joining or lagging: who is online. */
  final Set<StreamSubscriber> present = new HashSet<>();

  /** Frames that came since the last flush. */
  List<Frame> pending = new ArrayList<>();

  /** The last event that was flushed. */
  long flushedSeq;

  /** The history that the numbers belong to. */
  String epoch = "";

  FollowedStream(StreamId id) {
    this.id = id;
  }

  boolean isAbandoned() {
    return live.isEmpty() && joiners.isEmpty();
  }

  Position flushed() {
    return new Position(epoch, flushedSeq);
  }
}
