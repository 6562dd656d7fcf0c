package io.teamflow.stream;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * How long the next lane of a loop waits. Turns are spaced by what the last one cost, so that a
 * busy loop writes to each socket as seldom as latency allows; a lane that had no turn lately waits
 * for nobody. Times are those of {@link System#nanoTime}.
 */
final class LanePace {
  /**
   * Under load turns of a lane begin at most so far apart, unless flushes alone take three quarters
   * of that: it bounds the latency that load adds.
   */
  static final long PERIOD_MAX_NS = TimeUnit.MILLISECONDS.toNanos(25);

  /**
   * Turns begin so many times as far apart as one takes: the more frames a write carried, the more
   * a wait saves, and where each carried one it only delays.
   */
  private static final int FACTOR_MIN = 2;

  private static final int FACTOR_MAX = 5;

  private final long[] lastTurns;
  private long nextTurn;

  /** A loop that has been idle so far. */
  LanePace(int lanes, long now) {
    lastTurns = new long[lanes];
    Arrays.fill(lastTurns, now - PERIOD_MAX_NS);
    nextTurn = now;
  }

  /** How many nanoseconds from now the turn of a lane begins; nothing or less is at once. */
  long waitOf(int lane, long now) {
    return Math.min(nextTurn - now, lastTurns[lane] + PERIOD_MAX_NS - now);
  }

  /** A lane has its turn. */
  void begin(int lane, long now) {
    lastTurns[lane] = now;
  }

  /**
   * A turn has ended.
   *
   * @param start when it began
   * @param took nanoseconds of work, without what the loop did in between
   * @param lanes how many it took along
   * @param framesEach how many frames a write carried
   */
  void end(long start, long took, int lanes, int framesEach) {
    long most = PERIOD_MAX_NS * lanes / lastTurns.length;
    long factor = Math.clamp(framesEach, FACTOR_MIN, FACTOR_MAX);
    nextTurn = start + Math.max(took * 4 / 3, Math.min(most, factor * took));
  }
}
