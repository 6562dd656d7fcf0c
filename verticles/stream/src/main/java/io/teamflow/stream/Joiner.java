package io.teamflow.stream;

import io.teamflow.codecs.stream.Position;
import io.teamflow.codecs.stream.StreamId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A subscriber on its way into a stream: until it knows where it stands, live frames wait here.
 * Belongs to the subscriber's event loop.
 */
final class Joiner {
  /** Frames that may wait; beyond it the socket is too slow for what it follows. */
  static final int WAITING_MAX = PgStreamLog.REPLAY_MAX;

  final StreamId stream;
  final StreamSubscriber subscriber;

  /** The subscriber's. */
  final int lane;

  final @Nullable Position since;

  /** Whether it comes back after it lagged, and so has been told {@code subscribed} before. */
  final boolean silent;

  final List<Frame> waiting = new ArrayList<>();

  /** Live frames up to this number are not for it; -1 while it does not know where it stands. */
  long behind = -1;

  Joiner(
      StreamId stream,
      StreamSubscriber subscriber,
      int lane,
      @Nullable Position since,
      boolean silent) {
    this.stream = stream;
    this.subscriber = subscriber;
    this.lane = lane;
    this.since = since;
    this.silent = silent;
  }

  /** Whether its subscriber asked to follow and was told neither yes nor no. */
  boolean awaitsAnswer() {
    return behind < 0 && !silent;
  }
}
