package io.teamflow.bench.report;

import java.util.List;
import java.util.Locale;

/**
 * A picture of how each figure stands against the one that is wanted, as SVG: a bar to the right of
 * the middle is better than wanted, to the left worse, each line a power of ten. Lines without a
 * wanted figure are left out. Colours follow the reader's light or dark scheme.
 */
public final class Chart {
  private static final int WIDTH = 900;
  private static final int LEFT = 470;
  private static final int RIGHT = 850;
  private static final int TOP = 66;
  private static final int ROW = 36;

  /** Powers of ten on each side of the middle; bars beyond are cut there. */
  private static final int DECADES = 2;

  private static final String STYLE =
      """
      <style>
        .page { fill: #ffffff } text { fill: #1f2328; font: 12px sans-serif }
        .quiet { fill: #59636e } .axis { stroke: #d1d9e0 } .middle { stroke: #1f2328 }
        .reached { fill: #1a7f5a } .missed { fill: #c4560c } .failed { fill: #818b98 }
        .title { font-size: 15px; font-weight: bold }
        @media (prefers-color-scheme: dark) {
          .page { fill: #0d1117 } text { fill: #f0f6fc } .quiet { fill: #9198a1 }
          .axis { stroke: #3d444d } .middle { stroke: #f0f6fc }
          .reached { fill: #3fb98a } .missed { fill: #f0883e } .failed { fill: #656c76 }
        }
      </style>
      """;

  private Chart() {}

  /** The picture. */
  public static String svg(Report report) {
    List<Line> lines =
        report.lines().stream()
            .filter(line -> line.figure() != null && line.wanted() != null)
            .toList();
    int bottom = TOP + lines.size() * ROW;
    StringBuilder svg = new StringBuilder();
    svg.append(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\">\n"
            .formatted(WIDTH, bottom + 30));
    svg.append("<title>Figures against what is wanted</title>\n").append(STYLE);
    svg.append("<rect class=\"page\" width=\"100%\" height=\"100%\"/>\n");
    text(svg, 16, 26, "title", "start", "Figures against what is wanted, " + report.at());
    for (int decade = -DECADES; decade <= DECADES; decade++) {
      double x = x(Math.pow(10, decade));
      svg.append(
          "<path class=\"%s\" d=\"M%.1f %d V%d\"/>\n"
              .formatted(decade == 0 ? "middle" : "axis", x, TOP - 8, bottom));
      text(svg, x, TOP - 14, "quiet", "middle", label(decade));
    }
    for (int i = 0; i < lines.size(); i++) {
      row(svg, lines.get(i), TOP + i * ROW);
    }
    return svg.append("</svg>\n").toString();
  }

  private static void row(StringBuilder svg, Line line, int y) {
    Standing standing = Standing.of(line);
    double to = x(standing.times());
    double middle = x(1);
    text(svg, 16, y + 13, "", "start", cut(line.scenario() + "  " + line.title(), 62));
    text(svg, 16, y + 27, "quiet", "start", cut(line.compared(), 68));
    svg.append(
        "<rect class=\"%s\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"14\" rx=\"2\"/>\n"
            .formatted(
                standing.style(), Math.min(to, middle), y + 3, Math.max(1, Math.abs(to - middle))));
    boolean right = to >= middle;
    text(svg, middle, y + 30, "quiet", right ? "start" : "end", standing.words());
  }

  /** How a line stands: so many times as good as wanted. */
  private record Standing(double times, String style, String words) {
    static Standing of(Line line) {
      if (line.figure() == null || line.wanted() == null) {
        throw new IllegalArgumentException("Nothing is wanted of " + line.title());
      }
      double figure = line.figure().median();
      double wanted = line.wanted();
      String suffix = line.unit().suffix();
      String words =
          " %s%s, wanted %s%s%s "
              .formatted(
                  Table.number(figure), suffix, line.unit().bound(), Table.number(wanted), suffix);
      String style =
          switch (line.verdict()) {
            case REACHED -> "reached";
            case MISSED -> "missed";
            case FAILED, SKIPPED, TOLD -> "failed";
          };
      return new Standing(line.unit().timesAsGood(figure, wanted), style, words);
    }
  }

  private static double x(double times) {
    double decades = Math.clamp(Math.log10(times), -DECADES, DECADES);
    return LEFT + (RIGHT - LEFT) * (decades + DECADES) / (2 * DECADES);
  }

  private static String label(int decade) {
    return switch (decade) {
      case 0 -> "as wanted";
      case 1, 2 -> "× " + (int) Math.pow(10, decade);
      default -> "÷ " + (int) Math.pow(10, -decade);
    };
  }

  private static String cut(String words, int length) {
    return words.length() <= length ? words : words.substring(0, length - 1) + "…";
  }

  private static void text(
      StringBuilder svg, double x, int y, String style, String anchor, String words) {
    String escaped = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    svg.append(
        String.format(
            Locale.ROOT,
            "<text class=\"%s\" x=\"%.1f\" y=\"%d\" text-anchor=\"%s\">%s</text>\n",
            style,
            x,
            y,
            anchor,
            escaped));
  }
}
