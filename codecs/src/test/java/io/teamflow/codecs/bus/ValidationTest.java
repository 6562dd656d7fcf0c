package io.teamflow.codecs.bus;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.teamflow.codecs.bus.Failure.Code;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValidationTest {

  @ParameterizedTest
  @ValueSource(strings = {"a", "\uD83D\uDE80", "line\nbreak", " x ", "\uFFFF", "e\u0301"})
  void acceptsTextThatPostgresCanStore(String text) {
    assertDoesNotThrow(() -> Validation.check().text("/t", text, 1, 10).done());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\0b", "\uD83D", "\uDE80", "\uDE80\uD83D", "a\uD83Db", "ab\uD83D"})
  void refusesNulAndUnpairedSurrogates(String text) {
    assertEquals("must not contain U+0000 or unpaired surrogates", refusal(text, 1, 10));
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "\t\n", "\u2003"})
  void refusesBlankTextWhereOneIsRequired(String text) {
    assertEquals("must not be blank", refusal(text, 1, 10));
  }

  @Test
  void blankTextIsFineWhereEmptyTextIs() {
    assertDoesNotThrow(() -> Validation.check().text("/t", "  ", 0, 10).done());
  }

  @Test
  void countsCodePointsAndNotCharsOfJava() {
    String threeRockets = "\uD83D\uDE80".repeat(3);
    assertDoesNotThrow(() -> Validation.check().text("/t", threeRockets, 3, 3).done());
    assertEquals("must have 1 to 2 characters, has 3", refusal(threeRockets, 1, 2));
  }

  @Test
  void requiresWhatIsRequired() {
    assertEquals("is required", refusal(null, 0, 10));
    assertDoesNotThrow(() -> Validation.check().optionalText("/t", null, 1, 10).done());
  }

  @Test
  void tellsEverythingAtOnce() {
    Failure failure =
        assertThrows(
            Failure.class,
            () ->
                Validation.check()
                    .text("/a", "", 1, 2)
                    .required("/b", null)
                    .atMost("/c", 3, 2)
                    .matches("/d", "x", Pattern.compile("[0-9]"), "must be a digit")
                    .matches("/e", null, Pattern.compile("[0-9]"), "must be a digit")
                    .done());

    assertEquals(Code.INVALID, failure.code());
    assertEquals(
        List.of("/a", "/b", "/c", "/d", "/e"),
        failure.violations().stream().map(Violation::pointer).toList());
  }

  private static String refusal(@Nullable String text, int min, int max) {
    Failure failure =
        assertThrows(Failure.class, () -> Validation.check().text("/t", text, min, max).done());
    assertEquals(1, failure.violations().size());
    return failure.violations().getFirst().detail();
  }
}
