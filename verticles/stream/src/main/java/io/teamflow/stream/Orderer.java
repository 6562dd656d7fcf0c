package io.teamflow.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Puts the frames of one stream in order: what was seen is dropped, what comes next is delivered,
 * what is ahead waits for the hole before it to be filled. Pure: no clock and no I/O.
 */
final class Orderer {
  /** Frames that may wait ahead of a hole; what comes beyond is fetched again with the hole. */
  static final int AHEAD_MAX = 1_024;

  private final TreeMap<Long, Frame> ahead = new TreeMap<>();
  private long lastSeq = -1;

  /** Begins behind a position; until then everything waits. */
  List<Frame> start(long seq) {
    lastSeq = seq;
    ahead.headMap(seq, true).clear();
    return takeNext();
  }

  boolean started() {
    return lastSeq >= 0;
  }

  /** The number of the last frame delivered. */
  long lastSeq() {
    return lastSeq;
  }

  /** The frames that can now be delivered, in order; often just this one. */
  List<Frame> offer(Frame frame) {
    if (started() && frame.seq() == lastSeq + 1 && ahead.isEmpty()) {
      lastSeq = frame.seq();
      return List.of(frame);
    }
    if (frame.seq() > lastSeq) {
      ahead.put(frame.seq(), frame);
      if (ahead.size() > AHEAD_MAX) {
        ahead.pollLastEntry();
      }
    }
    return started() ? takeNext() : List.of();
  }

  /** Whether something waits for a frame that has not come. */
  boolean hasHole() {
    return started() && !ahead.isEmpty();
  }

  private List<Frame> takeNext() {
    List<Frame> next = new ArrayList<>();
    while (!ahead.isEmpty() && ahead.firstKey() == lastSeq + 1) {
      next.add(ahead.pollFirstEntry().getValue());
      lastSeq++;
    }
    return next;
  }
}
