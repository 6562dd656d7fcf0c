package io.teamflow.stream;

import io.netty.channel.EventLoop;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * Flushes subscribers some at a time. A write to a socket costs its loop about 10 µs in the kernel,
 * so a room of a thousand would keep it from everything else for as many sockets; between slices it
 * reads what came in, and answers.
 */
final class SlicedFlush {
  /** Less than a millisecond's work. */
  private static final int SLICE = 64;

  private final EventLoop loop;
  private final List<StreamSubscriber> subscribers;
  private final LongConsumer done;
  private int flushed;
  private long took;

  private SlicedFlush(EventLoop loop, List<StreamSubscriber> subscribers, LongConsumer done) {
    this.loop = loop;
    this.subscribers = subscribers;
    this.done = done;
  }

  /**
   * Begins at once, on the loop.
   *
   * @param done is told the nanoseconds that it took, without what was done in between
   */
  static void run(EventLoop loop, List<StreamSubscriber> subscribers, LongConsumer done) {
    new SlicedFlush(loop, subscribers, done).slice();
  }

  private void slice() {
    long start = System.nanoTime();
    int end = Math.min(flushed + SLICE, subscribers.size());
    try {
      while (flushed < end) {
        subscribers.get(flushed++).flush();
      }
    } finally {
      took += System.nanoTime() - start;
      if (flushed < subscribers.size()) {
        // A task would run before the loop reads; what is due at once runs after.
        loop.schedule(this::slice, 0, TimeUnit.NANOSECONDS);
      } else {
        done.accept(took);
      }
    }
  }
}
