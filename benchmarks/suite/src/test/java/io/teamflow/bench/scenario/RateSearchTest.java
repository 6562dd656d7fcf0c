package io.teamflow.bench.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.teamflow.bench.scenario.RateSearch.Rates;
import io.teamflow.bench.socket.Heard;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

/** The search for a rate, of servers whose latency is given by a formula. */
class RateSearchTest {
  private static final double FIRST = 20;

  /** What lies between the last small step and the next one. */
  private static final double STEP = 1.13;

  private int attempts;

  @Test
  void theMostWithinEachBoundIsFound() throws Exception {
    Rates most = RateSearch.run(FIRST, rate -> heard(rate, rate <= 800, rate / 10));
    assertFound(500, most.soon());
    assertFound(800, most.atAll());
  }

  @Test
  void whereLatencyIsFlatTheMostAtAllIsFoundWhateverIsSoonByChance() throws Exception {
    Rates most =
        RateSearch.run(FIRST, rate -> heard(rate, rate <= 2_000, attempts++ % 3 == 0 ? 45 : 60));
    assertFound(2_000, most.atAll());
    assertTrue(most.soon() > FIRST, "soon by chance: " + most.soon());
  }

  @Test
  void aServerIsAskedUntilItHasItsPace() throws Exception {
    Rates most =
        RateSearch.run(FIRST, rate -> heard(rate, rate <= Math.min(30.0 * ++attempts, 900), 10));
    assertFound(900, most.soon());
  }

  @Test
  void oneRateThatFailsIsNotTheEnd() throws Exception {
    Rates most =
        RateSearch.run(FIRST, rate -> heard(rate, rate <= 900 && !(rate > 60 && rate < 100), 10));
    assertFound(900, most.soon());
  }

  @Test
  void whoCannotEvenPassOnTheFirstIsAskedForThat() throws Exception {
    Rates most = RateSearch.run(FIRST, rate -> heard(rate, false, 10));
    assertEquals(new Rates(FIRST, FIRST), most);
  }

  private static void assertFound(double most, double found) {
    assertTrue(found <= most && found * STEP > most, "%.0f of %.0f".formatted(found, most));
  }

  private static Heard heard(double rate, boolean whole, double ms) {
    Histogram latency = new Histogram(3);
    latency.recordValue(Math.round(ms * 1e6));
    long said = Math.round(rate);
    return new Heard(said, said, whole ? said : said - 1, 1, latency, List.of(), null);
  }
}
