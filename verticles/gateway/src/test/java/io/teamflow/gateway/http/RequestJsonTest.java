package io.teamflow.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.task.TaskFields;
import io.teamflow.codecs.task.TaskPatch;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestJsonTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"title\":1}|/title",
        "{\"title\":true}|/title",
        "{\"title\":\"t\",\"tilte\":1}|/tilte",
        "{\"title\":\"t\",\"priority\":\"SOON\"}|/priority",
        "{\"title\":\"t\",\"priority\":1}|/priority",
        "{\"title\":\"t\",\"deadline\":1}|/deadline",
        "{\"title\":\"t\",\"deadline\":\"tomorrow\"}|/deadline",
        "{\"title\":\"t\",\"deadline\":\"+999999999-01-01T00:00:00Z\"}|/deadline",
        "{\"title\":\"t\",\"assignees\":[\"x\"]}|/assignees/0",
        "{\"title\":\"t\",\"assignees\":{}}|/assignees",
        "{\"title\":null}|/title",
        "{}|/title",
        "{\"title\":\"\"}|/title",
      })
  void whatIsWrongIsPointedAt(String body, String pointer) {
    Failure failure = refusal(body);
    assertEquals(pointer, failure.violations().getFirst().pointer());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "\"text\"",
        "{\"title\":\"t\"} {}",
        "{\"title\":\"t\",\"title\":\"u\"}",
        "{\"title\":\"t\"",
        "{title:1}",
        "\u0000",
      })
  void whatIsNoJsonObjectIsRefused(String body) {
    refusal(body);
  }

  @Test
  void depthIsBounded() {
    refusal("[".repeat(100_000));
    refusal("{\"title\":".repeat(100));
  }

  @Test
  void aPatchTellsAbsentFromNull() {
    TaskPatch patch =
        RequestJson.read(
            Buffer.buffer("{\"deadline\":null,\"assignees\":[],\"title\":\"t\"}"), TaskPatch.class);
    assertNull(patch.description());
    assertNotNull(patch.deadline());
    assertNull(patch.deadline().value());
    assertNotNull(patch.assignees());
    assertEquals("t", patch.title() == null ? null : patch.title().value());
    assertThrows(
        Failure.class, () -> RequestJson.read(Buffer.buffer("{\"title\":null}"), TaskPatch.class));
  }

  private static Failure refusal(String body) {
    return assertThrows(
        Failure.class, () -> RequestJson.read(Buffer.buffer(body), TaskFields.class));
  }
}
