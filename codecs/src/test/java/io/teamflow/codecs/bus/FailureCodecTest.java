package io.teamflow.codecs.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.teamflow.codecs.bus.Failure.Code;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FailureCodecTest {
  private static final FailureCodec CODEC = new FailureCodec();

  @ParameterizedTest
  @EnumSource(Code.class)
  void everyCodeSurvivesTheWire(Code code) {
    Failure read = roundTrip(new Failure(code, "Because ✋.", List.of(), null));

    assertEquals(code, read.code());
    assertEquals("Because ✋.", read.detail());
    assertEquals(List.of(), read.violations());
    assertNull(read.current());
  }

  @Test
  void violationsSurviveTheWire() {
    List<Violation> violations =
        List.of(new Violation("/title", "is required"), new Violation("/labels/0", "is required"));
    assertEquals(violations, roundTrip(Failure.invalid(violations)).violations());
  }

  @Test
  void theCurrentRepresentationSurvivesTheWire() {
    Resource current = new Resource(new UUID(1, 2), 7, "{\"title\":\"newer\"}");
    assertEquals(current, roundTrip(Failure.stale(current)).current());
  }

  @Test
  void anUnknownCodeReadsAsInternal() {
    Failure read =
        CODEC.decodeFromWire(
            0, Wire.failure("{\"code\":\"QUARANTINED\",\"detail\":\"d\",\"since\":1}"));

    assertEquals(Code.INTERNAL, read.code());
    assertEquals("d", read.detail());
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"code\":{}}", "[]", "{", ""})
  void anUnknownFormReadsAsInternal(String json) {
    assertEquals(Code.INTERNAL, CODEC.decodeFromWire(0, Wire.failure(json)).code());
  }

  private static Failure roundTrip(Failure failure) {
    Buffer buffer = Buffer.buffer("before");
    CODEC.encodeToWire(buffer, failure);
    return CODEC.decodeFromWire(6, buffer);
  }
}
