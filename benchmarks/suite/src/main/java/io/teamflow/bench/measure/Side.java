package io.teamflow.bench.measure;

import java.io.IOException;
import java.time.Duration;

/** One of two that do the same work. */
public interface Side {
  /** A warm-up is divided into so many parts at most. */
  int WARM_UP_PARTS = 10;

  /** It is over when so many parts in a row were hardly better than the best before. */
  int STEADY_PARTS = 3;

  /** What counts as better. */
  double BETTER = 1.03;

  /** What it is, such as {@code TeamFlow}. */
  String name();

  /** Works as hard as it can for a time. */
  Trial run(Duration time) throws IOException, InterruptedException;

  /**
   * Works until it becomes no faster, which a server without a JIT is from the beginning.
   *
   * @param most after which it is over in any case
   */
  default void warmUp(Duration most) throws IOException, InterruptedException {
    double best = 0;
    int steady = 0;
    for (int part = 0; part < WARM_UP_PARTS && steady < STEADY_PARTS; part++) {
      double rate = run(most.dividedBy(WARM_UP_PARTS)).rate();
      steady = rate > best * BETTER ? 0 : steady + 1;
      best = Math.max(best, rate);
    }
  }
}
