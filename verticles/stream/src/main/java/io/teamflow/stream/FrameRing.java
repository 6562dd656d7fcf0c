package io.teamflow.stream;

import java.util.ArrayDeque;
import java.util.List;

/**
 * The most recent frames of an open stream, for those who come back after a short absence. A frame
 * that takes back what was told empties it: the log was rewritten, these bytes were not.
 */
final class FrameRing {
  static final int FRAMES_MAX = 256;
  static final int BYTES_MAX = 256 * 1024;

  private final ArrayDeque<Frame> frames = new ArrayDeque<>();
  private int bytes;

  void add(Frame frame) {
    if (frame.takesBack()) {
      frames.clear();
      bytes = 0;
    }
    frames.add(frame);
    bytes += frame.json().length;
    while (frames.size() > FRAMES_MAX || bytes > BYTES_MAX) {
      bytes -= frames.remove().json().length;
    }
  }

  /** Whether every frame behind {@code seq} up to the last one is here. */
  boolean covers(long seq) {
    Frame first = frames.peekFirst();
    return first != null && first.seq() <= seq + 1 && seq <= lastSeq();
  }

  /** The number of the last frame, 0 when there is none. */
  long lastSeq() {
    Frame last = frames.peekLast();
    return last == null ? 0 : last.seq();
  }

  List<Frame> after(long seq) {
    return frames.stream().filter(frame -> frame.seq() > seq).toList();
  }
}
