package io.teamflow.codecs.bus;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/** Writes wire forms byte by byte, as another release may do. */
final class Wire {
  private Wire() {}

  /** A message as {@link RecordCodec} documents it. */
  static Buffer form(String name, String json) {
    byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
    byte[] jsonBytes = json.getBytes(StandardCharsets.UTF_8);
    return Buffer.buffer()
        .appendInt(Short.BYTES + nameBytes.length + jsonBytes.length)
        .appendUnsignedShort(nameBytes.length)
        .appendBytes(nameBytes)
        .appendBytes(jsonBytes);
  }

  /** A failure as {@link FailureCodec} documents it. */
  static Buffer failure(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    return Buffer.buffer().appendInt(bytes.length).appendBytes(bytes);
  }
}
