package io.teamflow.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.teamflow.bench.measure.Comparison;
import io.teamflow.bench.measure.Trial;
import io.teamflow.bench.measure.Yield;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/** What a reader of the results is told. */
class TableTest {
  private static final Trial SLOW = new Trial(100, 0, 1, 1, 1, null);
  private static final Trial FAST = new Trial(300, 0, 1, 1, 1, null);

  @Test
  void aLosingLineIsShown() {
    Line line = line(SLOW, FAST, 0.9, 10_000);
    assertEquals(Line.Verdict.MISSED, line.verdict());
    String page = Table.page(Reports.of(line), "c.svg", "");
    assertTrue(page.contains("| S9 | a thing | 0.33 (0.33–0.33) | ≥ 0.90 | missed |"), page);
  }

  @Test
  void aDriverWithoutHeadroomIsTold() {
    assertFalse(line(SLOW, FAST, null, 450).clientBound());
    assertTrue(line(SLOW, FAST, null, 449).clientBound());
    assertTrue(Table.ratios(Reports.of(line(SLOW, FAST, null, 449))).contains("client-bound"));
  }

  @Test
  void failedAnswersAreNoResult() {
    Line line = line(new Trial(100, 3, 1, 1, 1, "status 500"), SLOW, 0.1, 10_000);
    assertEquals(Line.Verdict.FAILED, line.verdict());
    assertTrue(Table.ratios(Reports.of(line)).contains("3 failed, the first with: status 500"));
  }

  @Test
  void secondsStandForThemselves() {
    List<Double> seconds = List.of(3.5, 1.0, 2.0);
    Line line = Line.absolute("S9", "a start", "a node", Unit.SECONDS, seconds, 2.0, "");
    assertEquals(Line.Verdict.REACHED, line.verdict());
    String row = "| S9 | a start | 2.00 (1.00–3.50) s | ≤ 2.00 s | reached | a node |";
    assertTrue(Table.ratios(Reports.of(line)).contains(row), Table.ratios(Reports.of(line)));
    assertFalse(Table.page(Reports.of(line), "c.svg", "").contains("| S9 | a start | a node |"));
    Line late = Line.absolute("S9", "a start", "a node", Unit.SECONDS, seconds, 1.9, "");
    assertEquals(Line.Verdict.MISSED, late.verdict());
  }

  @Test
  void moreInAMebibyteIsBetter() {
    Comparison comparison =
        new Comparison(
            List.of(Trial.ofMemory(100, 1_048_576)), List.of(Trial.ofMemory(100, 4_194_304)));
    Line line = Line.of("S9", "a thing", "A", "B", Yield.PER_MIB, comparison, 3.0, null, null);
    assertEquals(Line.Verdict.REACHED, line.verdict());
    String page = Table.page(Reports.of(line), "c.svg", "");
    assertTrue(page.contains("| S9 | a thing | B | – | – | – | 25.0 (25.0–25.0) |"), page);
  }

  @Test
  void memoryThatDidNotGrowIsNoResult() {
    Comparison comparison =
        new Comparison(List.of(Trial.ofMemory(100, -1)), List.of(Trial.ofMemory(100, 1_024)));
    Line line = Line.of("S9", "a thing", "A", "B", Yield.PER_MIB, comparison, null, null, null);
    assertEquals(Line.Verdict.FAILED, line.verdict());
  }

  @Test
  void aPairThatIsComparedTwiceIsToldOnce() {
    Comparison comparison = new Comparison(List.of(SLOW), List.of(FAST));
    Line one = Line.of("S9", "a thing", "A", "B", Yield.PER_CPU, comparison, null, 900.0, null);
    Line two = Line.of("S9", "a thing", "A", "B", Yield.PER_SECOND, comparison, null, 900.0, null);
    String page = Table.page(Reports.of(one, two), "c.svg", "");
    for (String side : List.of("A", "B", "the driver alone")) {
      assertEquals(2, page.split("a thing \\| " + side + " \\|", -1).length, page);
    }
    assertEquals(3, page.split("A over B", -1).length, page);
  }

  @Test
  void theChartShowsLosersAndWinnersAgainstWhatIsWanted() throws Exception {
    Line better = Line.absolute("S8", "less & better", "C", Unit.SECONDS, List.of(1.0), 2.0, "");
    String svg =
        Chart.svg(Reports.of(line(SLOW, FAST, 0.9, 10_000), line(SLOW, FAST, null, 1), better));
    var rows =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)))
            .getElementsByTagName("rect");
    assertEquals(3, rows.getLength(), "the page and a bar for each wanted figure");
    Element missed = (Element) rows.item(1);
    Element reached = (Element) rows.item(2);
    assertEquals("missed", missed.getAttribute("class"));
    assertEquals("reached", reached.getAttribute("class"));
    double middle = Double.parseDouble(reached.getAttribute("x"));
    double end =
        Double.parseDouble(missed.getAttribute("x"))
            + Double.parseDouble(missed.getAttribute("width"));
    assertEquals(middle, end, 0.2, "the bars meet where a figure is as wanted");
  }

  @Test
  void notesOfAnEarlierPageAreKept() {
    Report report = Reports.of(line(SLOW, FAST, null, 10_000));
    String page = Table.page(report, "c.svg", "## Notes\n\nBy hand.\n");
    assertEquals("## Notes\n\nBy hand.\n", Table.notes(page));
    assertEquals(page, Table.page(report, "c.svg", Table.notes(page)));
  }

  private static Line line(Trial first, Trial second, @Nullable Double wanted, double ceiling) {
    Comparison comparison = new Comparison(List.of(first), List.of(second));
    return Line.of("S9", "a thing", "A", "B", Yield.PER_CPU, comparison, wanted, ceiling, null);
  }
}
