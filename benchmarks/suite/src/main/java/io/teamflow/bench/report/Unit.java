package io.teamflow.bench.report;

/** What the figure of a line is counted in, and which way it is better. */
public enum Unit {
  /** The first side over the second. */
  RATIO("", true),
  SECONDS(" s", false),
  MS(" ms", false),
  TIMES(" ×", false),
  MIB(" MiB", false),
  KIB(" KiB", false);

  private final String suffix;
  private final boolean moreIsBetter;

  Unit(String suffix, boolean moreIsBetter) {
    this.suffix = suffix;
    this.moreIsBetter = moreIsBetter;
  }

  /** What stands behind a figure. */
  String suffix() {
    return suffix;
  }

  /** What stands before the figure that is wanted. */
  String bound() {
    return moreIsBetter ? "≥ " : "≤ ";
  }

  /** How many times as good as wanted a figure is: 1 and more is enough. */
  double timesAsGood(double figure, double wanted) {
    double least = 1e-9; // nothing at all, or less
    return moreIsBetter ? Math.max(least, figure) / wanted : wanted / Math.max(least, figure);
  }

  /** Whether a figure is as good as wanted. */
  boolean reached(double figure, double wanted) {
    return moreIsBetter ? figure >= wanted : figure <= wanted;
  }
}
