package io.teamflow.bench.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SideTest {
  private final List<Duration> parts = new ArrayList<>();

  @Test
  void aWarmUpEndsWhenASideBecomesNoFaster() throws Exception {
    warmUp(List.of(100L, 200L, 300L, 308L, 290L, 305L));

    assertEquals(6, parts.size());
    assertEquals(Duration.ofSeconds(3), parts.getFirst());
  }

  @Test
  void aPauseOfTheMachineDoesNotEndIt() throws Exception {
    warmUp(List.of(100L, 50L, 90L, 200L, 200L, 200L, 200L));

    assertEquals(7, parts.size());
  }

  @Test
  void itEndsInAnyCase() throws Exception {
    warmUp(IntStream.range(1, 20).mapToObj(i -> i * 100L).toList());

    assertEquals(Side.WARM_UP_PARTS, parts.size());
  }

  private void warmUp(List<Long> done) throws Exception {
    Iterator<Long> next = done.iterator();
    new Side() {
      @Override
      public String name() {
        return "a side";
      }

      @Override
      public Trial run(Duration time) {
        parts.add(time);
        return new Trial(next.next(), 0, 1, 1, 0, null);
      }
    }.warmUp(Duration.ofSeconds(30));
  }
}
