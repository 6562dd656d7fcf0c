package io.teamflow.bench.measure;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Two sides measured in turn, A B A B, so that what drifts on the machine touches both. Ratios are
 * taken within a round.
 */
public record Comparison(List<Trial> first, List<Trial> second) {

  public Comparison {
    first = List.copyOf(first);
    second = List.copyOf(second);
  }

  /**
   * Warms both up, then measures them round by round.
   *
   * @param progress is told what comes next
   */
  public static Comparison run(Side first, Side second, Plan plan, Consumer<String> progress)
      throws IOException, InterruptedException {
    for (Side side : List.of(first, second)) {
      if (!plan.warmUp().isZero()) {
        progress.accept("warm-up of " + side.name());
        side.warmUp(plan.warmUp());
      }
    }
    List<Trial> firsts = new ArrayList<>();
    List<Trial> seconds = new ArrayList<>();
    for (int round = 1; round <= plan.rounds(); round++) {
      progress.accept("round " + round + " of " + plan.rounds());
      firsts.add(first.run(plan.trial()));
      seconds.add(second.run(plan.trial()));
    }
    return new Comparison(firsts, seconds);
  }

  /** The first side's yield over the second's. */
  public Spread ratio(Yield yield) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < first.size(); i++) {
      ratios.add(yield.of(first.get(i)) / yield.of(second.get(i)));
    }
    return Spread.of(ratios);
  }

  /** The most that either side did in a second. */
  public double bestRate() {
    double best = 0;
    for (Trial trial : first) {
      best = Math.max(best, trial.rate());
    }
    for (Trial trial : second) {
      best = Math.max(best, trial.rate());
    }
    return best;
  }

  /** The first failure of either side, or nothing. */
  public String failures() {
    long failed = 0;
    String what = "";
    List<Trial> all = new ArrayList<>(first);
    all.addAll(second);
    for (Trial trial : all) {
      failed += trial.failed();
      if (what.isEmpty() && trial.firstFailure() != null) {
        what = trial.firstFailure();
      }
    }
    return failed == 0 ? "" : failed + " failed, the first with: " + what;
  }
}
