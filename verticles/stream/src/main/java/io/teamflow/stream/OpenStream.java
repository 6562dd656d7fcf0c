package io.teamflow.stream;

import io.teamflow.codecs.stream.StreamId;
import io.vertx.core.Future;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A stream that somebody on this node follows, as the hub sees it: its order and its loops. */
final class OpenStream {
  final StreamId id;
  final Orderer orderer = new Orderer();
  final FrameRing ring = new FrameRing();
  final Set<LoopFanout> loops = new LinkedHashSet<>();

  /** Completes when peers know that this node follows it; absent until it is told. */
  @Nullable Future<?> interest;

  /** Whether a timer waits for a hole to be filled by a frame that was overtaken. */
  boolean waiting;

  /** Whether missing events are being read. */
  boolean fetching;

  /** Whether they are to be read once more after that. */
  boolean fetchAgain;

  /** The head at the last check: what is still missing at the next one was lost. */
  long checkedHead;

  /** The history that the numbers belong to; empty until somebody was let in. */
  String epoch = "";

  OpenStream(StreamId id) {
    this.id = id;
  }

  /** The same stream, followed by the same loops, in a history that is not known yet. */
  OpenStream afresh() {
    OpenStream afresh = new OpenStream(id);
    afresh.loops.addAll(loops);
    afresh.interest = interest;
    return afresh;
  }
}
