package io.teamflow.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class DepartureTest {
  @Test
  void manySocketsTakeLongerThanFew() {
    assertEquals(1_000, Departure.shutdown(0).spreadMs());
    assertEquals(2_000, Departure.shutdown(100).spreadMs());
    assertEquals(2_000, Departure.unavailable(10).spreadMs());
  }

  @Test
  void aNodeWithVeryManyDoesNotTakeForever() {
    assertEquals(5_000, Departure.shutdown(Integer.MAX_VALUE).spreadMs());
    assertEquals(5_000, Departure.unavailable(100_000).spreadMs());
  }
}
