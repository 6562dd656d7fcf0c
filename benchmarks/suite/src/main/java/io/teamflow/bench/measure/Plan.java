package io.teamflow.bench.measure;

import java.time.Duration;

/**
 * How long things are measured.
 *
 * @param warmUp of each side before anything counts, for its JIT; less where it is steady sooner
 * @param trial one measurement of one side
 * @param rounds how often the two sides take turns, 1 or more
 */
public record Plan(Duration warmUp, Duration trial, int rounds) {
  public static final Plan FULL = new Plan(Duration.ofSeconds(30), Duration.ofSeconds(10), 3);
  public static final Plan QUICK = new Plan(Duration.ofSeconds(3), Duration.ofSeconds(2), 2);

  /** Besides what is measured: servers start and sockets open. */
  private static final Duration STARTING = Duration.ofSeconds(20);

  /** About how long a comparison takes, with a search for a rate, latency and the driver alone. */
  public Duration ofComparison() {
    return warmUp.multipliedBy(3).plus(trial.multipliedBy(2L * rounds + 3)).plus(STARTING);
  }

  /** The same for sides that are warm. */
  public Plan warm() {
    return new Plan(Duration.ZERO, trial, rounds);
  }

  public Plan {
    if (rounds < 1 || !trial.isPositive() || warmUp.isNegative()) {
      throw new IllegalArgumentException("A plan needs a round and time for it");
    }
  }
}
