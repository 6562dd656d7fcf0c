package io.teamflow.codecs.bus;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.teamflow.codecs.stream.Position;
import io.teamflow.codecs.stream.StreamId;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValidationTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "   ", "nul\u0000", "\ud800", "a\udc00b", "toolong"})
  void whatCannotBeStoredOrSeenIsRefused(String text) {
    assertThrows(Failure.class, () -> Validation.check().text("/t", text, 1, 6).done());
  }

  @Test
  void lengthIsCountedInCharactersAsPeopleAndPostgresqlDo() {
    assertDoesNotThrow(() -> Validation.check().text("/t", "😀😀😀", 1, 3).done());
    assertThrows(Failure.class, () -> Validation.check().text("/t", "😀😀😀😀", 1, 3).done());
  }

  @Test
  void everythingWrongIsToldAtOnce() {
    Failure failure =
        assertThrows(
            Failure.class,
            () ->
                Validation.check()
                    .text("/a", null, 1, 3)
                    .required("/b", null)
                    .atMost("/c", 4, 3)
                    .done());
    assertEquals(3, failure.violations().size());
  }

  @Test
  void channelsAndPositionsAreReadBackAndAnythingElseIsNot() {
    StreamId stream = StreamId.project(UUID.randomUUID());
    assertEquals(Optional.of(stream), StreamId.parse(stream.channel()));
    Position position = new Position("8ab5ab21fd96", 41);
    assertEquals(Optional.of(position), Position.parse(position.toString()));
    for (String bad :
        new String[] {"", ":", "project:", "project:1", "room:" + UUID.randomUUID()}) {
      assertEquals(Optional.empty(), StreamId.parse(bad));
    }
    for (String bad : new String[] {"", "41", ":41", "e:", "e:-1", "e:x"}) {
      assertEquals(Optional.empty(), Position.parse(bad));
    }
  }
}
