package io.teamflow.gateway.socket;

import com.fasterxml.jackson.databind.JsonNode;
import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.bus.Violation;
import io.teamflow.codecs.stream.Position;
import io.teamflow.codecs.stream.StreamId;
import io.teamflow.gateway.http.RequestJson;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a client says on a socket.
 *
 * @param op what it wants
 * @param id echoed in the answer: a number or a text of up to 64 characters
 * @param ch the channel it is about
 * @param d the rest
 */
record ClientFrame(String op, @Nullable JsonNode id, @Nullable String ch, @Nullable JsonNode d) {

  /**
   * @throws Failure INVALID when it is not such an object
   */
  static ClientFrame parse(String text) {
    ClientFrame frame = RequestJson.read(Buffer.buffer(text), ClientFrame.class);
    JsonNode id = frame.id;
    boolean plain =
        id == null
            || id.isNull()
            || id.isIntegralNumber()
            || (id.isTextual() && id.textValue().length() <= 64);
    if (frame.op == null || !plain) {
      throw Failure.invalid("A frame needs an op, and its id must be a number or a short text.");
    }
    return frame;
  }

  /** The id as it is put into an answer. */
  @Nullable Object answerId() {
    return id == null || id.isNull() ? null : id.isTextual() ? id.textValue() : id.numberValue();
  }

  StreamId channel() {
    return StreamId.parse(ch == null ? "" : ch)
        .orElseThrow(() -> refused("/ch", "must name a channel such as project:<id>"));
  }

  @Nullable Position since() {
    JsonNode since = d == null ? null : d.get("since");
    if (since == null || since.isNull()) {
      return null;
    }
    JsonNode epoch = since.get("epoch");
    JsonNode seq = since.get("seq");
    if (epoch == null || !epoch.isTextual() || seq == null || !seq.canConvertToLong()) {
      throw noPosition();
    }
    return Position.of(epoch.textValue(), seq.longValue()).orElseThrow(ClientFrame::noPosition);
  }

  boolean has(String name) {
    return d != null && d.hasNonNull(name);
  }

  String text(String name) {
    JsonNode value = d == null ? null : d.get(name);
    if (value == null || !value.isTextual()) {
      throw refused("/d/" + name, "must be a text");
    }
    return value.textValue();
  }

  UUID uuid(String name) {
    UUID value = optionalUuid(name);
    if (value == null) {
      throw refused("/d/" + name, "is required");
    }
    return value;
  }

  @Nullable UUID optionalUuid(String name) {
    JsonNode value = d == null ? null : d.get(name);
    if (value == null || value.isNull()) {
      return null;
    }
    try {
      if (value.isTextual() && value.textValue().length() == 36) {
        return UUID.fromString(value.textValue());
      }
    } catch (IllegalArgumentException _) {
      // answered below
    }
    throw refused("/d/" + name, "must be a UUID");
  }

  private static Failure noPosition() {
    return refused("/d/since", "must be {\"epoch\":text,\"seq\":number}");
  }

  private static Failure refused(String pointer, String detail) {
    return Failure.invalid(List.of(new Violation(pointer, detail)));
  }
}
