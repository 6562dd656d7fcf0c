package io.teamflow.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.teamflow.bench.measure.Comparison;
import io.teamflow.bench.measure.Trial;
import io.teamflow.bench.measure.Yield;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of two runs. */
class RepeatTest {
  @TempDir Path folder;

  @Test
  void ratiosThatLieFarApartAreMarkedAndOtherFiguresOnlyShown() {
    Report first = Reports.of(ratio("near", 100), ratio("far", 100), seconds(1));
    Report second = Reports.of(seconds(9), ratio("far", 80), ratio("near", 110));
    Repeat repeat = Repeat.of(first, second);
    assertEquals(2, repeat.ratios());
    assertEquals(1, repeat.same());
    String table = Table.repeat(repeat);
    assertTrue(
        table.contains("| S9 | near | 1.00 (1.00–1.00) | 1.10 (1.10–1.10) | × 1.10 |"), table);
    assertTrue(table.contains("| × 1.25 ! |"), table);
    assertTrue(table.contains("| 1.00 (1.00–1.00) s | 9.00 (9.00–9.00) s | – |"), table);
  }

  @Test
  void whatOneRunAloneMeasuredIsLeftOut() {
    Line skipped = Line.skipped("S9", "near", "A", "B", Yield.PER_CPU, "needs npm");
    Report first = Reports.of(ratio("near", 100), ratio("other", 100));
    assertEquals(List.of(), Repeat.of(first, Reports.of(skipped)).pairs());
  }

  @Test
  void resultsAreReadAsTheyWereWritten() throws Exception {
    Report report = Reports.of(ratio("near", 100), seconds(1));
    Path file = folder.resolve("results.json");
    report.write(file);
    assertEquals(report, Report.read(file));
  }

  @Test
  void aFileThatHoldsNoResultsIsToldByItsName() throws Exception {
    Path file = Files.writeString(folder.resolve("a.json"), "[]");
    String told = assertThrows(IOException.class, () -> Report.read(file)).getMessage();
    assertEquals(file + " holds no results of ./teamflow bench.", told);
    Path missing = folder.resolve("b.json");
    String none = assertThrows(IOException.class, () -> Report.read(missing)).getMessage();
    assertEquals("There is no " + missing + ".", none);
  }

  private static Line ratio(String title, long done) {
    Trial some = new Trial(done, 0, 1, 1, 1, null);
    Trial hundred = new Trial(100, 0, 1, 1, 1, null);
    Comparison comparison = new Comparison(List.of(some), List.of(hundred));
    return Line.of("S9", title, "A", "B", Yield.PER_CPU, comparison, 1.0, 900.0, null);
  }

  private static Line seconds(double value) {
    return Line.absolute("S9", "a start", "a node", Unit.SECONDS, List.of(value), 2.0, "");
  }
}
