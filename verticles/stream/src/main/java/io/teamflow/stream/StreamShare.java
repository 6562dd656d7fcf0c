package io.teamflow.stream;

import io.teamflow.codecs.stream.Position;
import java.util.ArrayList;
import java.util.List;

/** Those of one lane who get a stream, and what waits for their turn. */
final class StreamShare {
  final FollowedStream stream;

  /** One of {@link FlushLanes}. */
  final int lane;

  final List<StreamSubscriber> live = new ArrayList<>();

  private List<Frame> pending = new ArrayList<>();
  private long flushedSeq;

  StreamShare(FollowedStream stream, int lane) {
    this.stream = stream;
    this.lane = lane;
  }

  /** Whether nothing waited before. */
  boolean add(Frame frame) {
    pending.add(frame);
    return pending.size() == 1;
  }

  int pending() {
    return pending.size();
  }

  List<Frame> takePending() {
    List<Frame> taken = pending;
    pending = new ArrayList<>();
    return taken;
  }

  /** Everybody live has what the stream told up to here. */
  void flushed(long seq) {
    flushedSeq = Math.max(flushedSeq, seq);
  }

  Position position() {
    return new Position(stream.epoch, flushedSeq);
  }
}
