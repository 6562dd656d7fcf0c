package io.teamflow.bench.report;

import io.teamflow.bench.measure.Spread;
import java.util.ArrayList;
import java.util.List;

/** How far the figures of two runs lie apart, which tells what one run is worth. */
public record Repeat(List<Pair> pairs) {
  /** Ratios that lie no farther apart count as the same. */
  public static final int SAME_PERCENT = 15;

  static final double SAME = 1 + SAME_PERCENT / 100.0;

  public Repeat {
    pairs = List.copyOf(pairs);
  }

  /** What both runs measured, in the order of the first. */
  public static Repeat of(Report first, Report second) {
    List<Pair> pairs = new ArrayList<>();
    for (Line line : first.lines()) {
      for (Line again : second.lines()) {
        if (line.figure() != null && again.figure() != null && line.asks(again)) {
          pairs.add(new Pair(line, line.figure(), again.figure()));
        }
      }
    }
    return new Repeat(pairs);
  }

  /** One line, measured twice. */
  public record Pair(Line line, Spread first, Spread second) {
    /** The greater ratio over the smaller one; other figures, which may be 0, are only shown. */
    public double apart() {
      double times = second.median() / first.median();
      return line.unit() == Unit.RATIO ? Math.max(times, 1 / times) : Double.NaN;
    }
  }

  /** How many ratios there are. */
  public long ratios() {
    return pairs.stream().filter(pair -> pair.line.unit() == Unit.RATIO).count();
  }

  /** How many of them count as the same. */
  public long same() {
    return pairs.stream().filter(pair -> pair.apart() <= SAME).count();
  }
}
