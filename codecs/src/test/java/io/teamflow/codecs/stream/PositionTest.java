package io.teamflow.codecs.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PositionTest {

  @Test
  void readsWhatItWrites() {
    Position position = new Position("9f2c", Long.MAX_VALUE);
    assertEquals("9f2c:9223372036854775807", position.toString());
    assertEquals(Optional.of(position), Position.parse(position.toString()));
  }

  @Test
  void beforeTheFirstEventTheNumberIsZero() {
    assertEquals(Optional.of(new Position("9f2c", 0)), Position.parse("9f2c:0"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        "9f2c",
        "9f2c:",
        ":41",
        "9f2c:-1",
        "9f2c:x",
        "9f2c:9223372036854775808",
        "9f\u0000:1"
      })
  void anythingElseIsNoPosition(String text) {
    assertEquals(Optional.empty(), Position.parse(text));
  }
}
