package io.teamflow.bench.report;

import io.teamflow.bench.measure.Spread;
import io.teamflow.bench.measure.Trial;
import io.teamflow.bench.measure.Yield;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** A report for people: ratios first, absolute figures second, every line that was measured. */
public final class Table {
  private Table() {}

  /**
   * A page in Markdown. What stands between the marks of {@link #NOTES} is kept by hand.
   *
   * @param chart where the picture is, seen from the page
   */
  public static String page(Report report, String chart, String notes) {
    StringBuilder page = new StringBuilder("# Results\n\n");
    page.append("Made by `").append(report.command()).append("`, ended ").append(report.at());
    page.append(". The same command makes this page anew. Ratios count most: they are taken\n");
    page.append(
        "within one run, side by side. Figures with a unit belong to this machine and hour.\n\n");
    page.append("![How each figure stands against the one that is wanted](").append(chart);
    page.append(")\n\n").append(ratios(report)).append("\nThe median of ").append(report.rounds());
    page.append(" rounds, in brackets their range; each side ran for ").append(report.trial());
    page.append(" a round after a warm-up of at most ").append(report.warmUp()).append(".\n");
    page.append("\"client-bound\": the load driver alone reached less than 1.5 times the rate of");
    page.append(" the faster side.\n\n## Absolute figures\n\n").append(absolutes(report));
    page.append(
        "\n## Latency of TeamFlow in the open loop\n\nRequests are due at half the rate of");
    page.append(" the closed loop and counted from when they were due.\n\n");
    page.append(latencies(report)).append("\n## Machine and versions\n\n").append(machine(report));
    return page.append("\n").append(NOTES).append("\n").append(notes).toString();
  }

  /** Begins the part of the page that is written by hand and survives the next run. */
  public static final String NOTES = "<!-- notes: kept by the next run -->";

  /** The notes of a page that there is already. */
  public static String notes(String page) {
    int at = page.indexOf(NOTES);
    return at < 0 ? "" : page.substring(at + NOTES.length()).stripLeading();
  }

  /** The first table. */
  public static String ratios(Report report) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("scenario", "what", "figure", "wanted", "verdict", "compared"));
    for (Line line : report.lines()) {
      rows.add(
          List.of(
              line.scenario(),
              line.title(),
              line.figure() == null ? "–" : spread(line.figure()) + line.unit().suffix(),
              line.wanted() == null
                  ? "–"
                  : line.unit().bound() + number(line.wanted()) + line.unit().suffix(),
              line.verdict().words()
                  + (line.clientBound() ? ", client-bound" : "")
                  + (line.note().isEmpty() ? "" : ": " + line.note()),
              line.compared()));
    }
    return table(rows);
  }

  /** Figures of two runs side by side; what is not the same is marked. */
  public static String repeat(Repeat repeat) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("scenario", "what", "first", "second", "apart", "compared"));
    for (Repeat.Pair pair : repeat.pairs()) {
      Line line = pair.line();
      double apart = pair.apart();
      String mark = apart > Repeat.SAME ? " !" : "";
      rows.add(
          List.of(
              line.scenario(),
              line.title(),
              spread(pair.first()) + line.unit().suffix(),
              spread(pair.second()) + line.unit().suffix(),
              Double.isNaN(apart) ? "–" : "× " + number(apart) + mark,
              line.compared()));
    }
    return table(rows);
  }

  private static String absolutes(Report report) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "scenario",
            "what",
            "side",
            "per second",
            "per CPU second",
            "per database CPU second",
            "per MiB"));
    for (Line line : report.lines()) {
      if (line.yield() != null && line.figure() != null) {
        rows.add(absolute(line, line.first(), line.firstTrials()));
        rows.add(absolute(line, line.second(), line.secondTrials()));
        if (line.ceiling() != null) {
          rows.add(
              List.of(
                  line.scenario(),
                  line.title(),
                  "the driver alone",
                  number(line.ceiling()),
                  "–",
                  "–",
                  "–"));
        }
      }
    }
    return table(rows.stream().distinct().toList()); // a pair is compared in several ways
  }

  private static List<String> absolute(Line line, String side, List<Trial> trials) {
    return List.of(
        line.scenario(),
        line.title(),
        side,
        spread(trials, Trial::rate),
        spread(trials, Trial::perCpu),
        spread(trials, Trial::perDatabaseCpu),
        spread(trials, Yield.PER_MIB::of));
  }

  private static String latencies(Report report) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("scenario", "what", "per second", "p50 ms", "p99 ms", "p99.9 ms", "max ms"));
    for (Line line : report.lines()) {
      Line.Latency latency = line.latency();
      if (latency != null) {
        rows.add(
            List.of(
                line.scenario(),
                line.title(),
                number(latency.rate()),
                number(latency.p50Ms()),
                number(latency.p99Ms()),
                number(latency.p999Ms()),
                number(latency.maxMs())));
      }
    }
    return table(rows.stream().distinct().toList());
  }

  private static String machine(Report report) {
    StringBuilder text = new StringBuilder();
    text.append("- ").append(report.machine().processors()).append(" × ");
    text.append(report.machine().processor()).append(", ");
    text.append(report.machine().memoryMiB()).append(" MiB, ");
    text.append(report.machine().system()).append("; server, database and load share it\n");
    text.append("- load of the machine in the minute before the run: ");
    text.append(number(report.machine().load())).append('\n');
    text.append("- Java ").append(report.machine().java()).append('\n');
    new TreeMap<>(report.versions())
        .forEach((name, version) -> text.append("- %s %s\n".formatted(name, version)));
    return text.toString();
  }

  private static String spread(List<Trial> trials, ToDoubleFunction<Trial> value) {
    List<Double> values = trials.stream().map(value::applyAsDouble).toList();
    return values.stream().allMatch(Double::isFinite) ? spread(Spread.of(values)) : "–";
  }

  private static String spread(Spread spread) {
    return "%s (%s–%s)"
        .formatted(number(spread.median()), number(spread.least()), number(spread.most()));
  }

  /** Three figures that count. */
  static String number(double value) {
    return value >= 100
        ? String.format(Locale.ROOT, "%,.0f", value)
        : value >= 10
            ? String.format(Locale.ROOT, "%.1f", value)
            : String.format(Locale.ROOT, "%.2f", value);
  }

  private static String table(List<List<String>> rows) {
    StringBuilder table = new StringBuilder();
    for (int i = 0; i < rows.size(); i++) {
      table.append("| ").append(String.join(" | ", rows.get(i))).append(" |\n");
      if (i == 0) {
        table.append("| --- ".repeat(rows.getFirst().size())).append("|\n");
      }
    }
    return table.toString();
  }
}
