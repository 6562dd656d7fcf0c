package io.teamflow.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** When lanes have their turns; times in milliseconds. */
class LanePaceTest {
  private static final int LANES = 4;
  private static final long START = 1_000;

  private final LanePace pace = new LanePace(LANES, ns(START));

  @Test
  void afterSilenceNoLaneWaits() {
    turn(0, START, 6, 1);
    assertTrue(pace.waitOf(1, ns(START + 6)) <= 0, "although the first turn took long");
  }

  @Test
  void underLoadTurnsAreSpacedByWhatTheLastOneCost() {
    for (int lane = 0; lane < LANES; lane++) {
      turn(lane, START + lane, 1, 1);
    }
    assertEquals(ns(1), pace.waitOf(0, ns(START + 4)), "twice as far apart as the last one took");
    turn(0, START + 5, 1, 4);
    assertEquals(ns(3), pace.waitOf(1, ns(START + 6)), "the more frames, the farther");
    turn(1, START + 9, 1, 100);
    assertEquals(ns(4), pace.waitOf(2, ns(START + 10)), "but not farther than five times");
  }

  @Test
  void lanesShareThePeriod() {
    for (int lane = 0; lane < LANES; lane++) {
      turn(lane, START + lane, 2, 100);
    }
    assertEquals(LanePace.PERIOD_MAX_NS / LANES - ns(2), pace.waitOf(3, ns(START + 5)));
  }

  @Test
  void noLaneWaitsLongerThanThePeriod() {
    turn(0, START, 1, 1);
    turn(1, START + 3, 30, 1);
    assertTrue(pace.waitOf(0, ns(START + 33)) <= 0, "although the last turn took very long");
  }

  @Test
  void flushesLeaveAQuarterOfALoopToOthers() {
    for (int lane = 0; lane < LANES; lane++) {
      turn(lane, START + lane, 9, 1);
    }
    assertEquals(ns(3), pace.waitOf(3, ns(START + 3 + 9)));
  }

  private void turn(int lane, long start, long took, int framesEach) {
    pace.begin(lane, ns(start));
    pace.end(ns(start), ns(took), 1, framesEach);
  }

  private static long ns(long ms) {
    return TimeUnit.MILLISECONDS.toNanos(ms);
  }
}
