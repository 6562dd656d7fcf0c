package io.teamflow.bench.report;

import io.teamflow.bench.measure.Comparison;
import io.teamflow.bench.measure.Spread;
import io.teamflow.bench.measure.Trial;
import io.teamflow.bench.measure.Yield;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of the table: what was compared, or why it was not.
 *
 * @param second nobody when the figure is the first side's own
 * @param yield what the sides are compared by; null when the figure is the first side's own
 * @param figure the first side's yield over the second's, or the first side's own in its unit; null
 *     when it was not measured
 * @param wanted the figure that is enough; null when none was set
 * @param ceiling what the load driver reached against a server that does nothing, in a second; null
 *     when the driver took no part in the faster side
 * @param latency of the first side at half its rate
 * @param note what a reader must know, or nothing
 */
public record Line(
    String scenario,
    String title,
    String first,
    String second,
    @Nullable Yield yield,
    Unit unit,
    @Nullable Spread figure,
    @Nullable Double wanted,
    List<Trial> firstTrials,
    List<Trial> secondTrials,
    @Nullable Double ceiling,
    @Nullable Latency latency,
    String note) {

  /** The driver must be able to do so many times what the best server did. */
  private static final double HEADROOM = 1.5;

  /**
   * How long answers took in the open loop.
   *
   * @param rate requests in a second
   */
  public record Latency(double rate, double p50Ms, double p99Ms, double p999Ms, double maxMs) {}

  /** What came of it, in a word or two. */
  public enum Verdict {
    REACHED("reached"),
    MISSED("missed"),
    TOLD("no figure set"),
    FAILED("answers failed"),
    SKIPPED("skipped");

    private final String words;

    Verdict(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }
  }

  public Line {
    firstTrials = List.copyOf(firstTrials);
    secondTrials = List.copyOf(secondTrials);
  }

  /** A line that was not measured, and how to have it measured. */
  public static Line skipped(
      String scenario, String title, String first, String second, Yield yield, String why) {
    return new Line(
        scenario,
        title,
        first,
        second,
        yield,
        Unit.RATIO,
        null,
        null,
        List.of(),
        List.of(),
        null,
        null,
        why);
  }

  /** A line of a comparison. */
  public static Line of(
      String scenario,
      String title,
      String first,
      String second,
      Yield yield,
      Comparison comparison,
      @Nullable Double wanted,
      @Nullable Double ceiling,
      @Nullable Latency latency) {
    return new Line(
        scenario,
        title,
        first,
        second,
        yield,
        Unit.RATIO,
        comparison.ratio(yield),
        wanted,
        comparison.first(),
        comparison.second(),
        ceiling,
        latency,
        comparison.failures());
  }

  /** A line of a figure that stands for itself, such as seconds. */
  public static Line absolute(
      String scenario,
      String title,
      String what,
      Unit unit,
      List<Double> values,
      @Nullable Double wanted,
      String note) {
    return new Line(
        scenario,
        title,
        what,
        "",
        null,
        unit,
        Spread.of(values),
        wanted,
        List.of(),
        List.of(),
        null,
        null,
        note);
  }

  /** What the figure is of. */
  String compared() {
    return yield == null ? first : first + " over " + second + ", " + yield.words();
  }

  /** Whether another run asked the same. */
  boolean asks(Line other) {
    return scenario.equals(other.scenario)
        && title.equals(other.title)
        && compared().equals(other.compared());
  }

  /** Whether it is enough. */
  public Verdict verdict() {
    if (figure == null) {
      return Verdict.SKIPPED;
    }
    if (!note.isEmpty()) {
      return Verdict.FAILED;
    }
    return wanted == null
        ? Verdict.TOLD
        : unit.reached(figure.median(), wanted) ? Verdict.REACHED : Verdict.MISSED;
  }

  /** Whether the load driver, not a server, may have been the limit. */
  public boolean clientBound() {
    return ceiling != null && ceiling < HEADROOM * bestRate();
  }

  private double bestRate() {
    double best = 0;
    for (List<Trial> trials : List.of(firstTrials, secondTrials)) {
      for (Trial trial : trials) {
        best = Math.max(best, trial.rate());
      }
    }
    return best;
  }
}
