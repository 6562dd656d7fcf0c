package io.teamflow.codecs.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordCodecTest {
  private static final RecordCodec CODEC = new RecordCodec();

  @Test
  void anUnknownNameBecomesAnUnknownMessage() {
    assertEquals(
        new UnknownMessage("task.teleport"),
        CODEC.decodeFromWire(0, Wire.form("task.teleport", "{\"to\":\"Mars\"}")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\":\"no uuid\",\"version\":1,\"json\":\"{}\"}",
        "{\"id\":[],\"version\":{}}",
        "{\"id\":",
        "[]",
        ""
      })
  void whatCannotBeReadBecomesAnUnknownMessage(String json) {
    assertEquals(
        new UnknownMessage("resource"), CODEC.decodeFromWire(0, Wire.form("resource", json)));
  }

  @Test
  void aCommandThatThisReleaseRefusesBecomesAnUnknownMessage() {
    assertEquals(
        new UnknownMessage("chat.list"),
        CODEC.decodeFromWire(
            0,
            Wire.form(
                "chat.list",
                "{\"projectId\":\"01932f00-0000-7000-8000-00000000000a\",\"limit\":5000}")));
  }

  @Test
  void readsFromTheMiddleOfABuffer() {
    Buffer buffer = Buffer.buffer("before");
    CODEC.encodeToWire(buffer, new Done());
    buffer.appendString("behind");

    assertEquals(new Done(), CODEC.decodeFromWire(6, buffer));
  }

  @Test
  void handsTheRecordItselfOverWithinANode() {
    Message message = new ResourcePage("[]", null, null);
    assertSame(message, CODEC.transform(message));
  }
}
