package io.teamflow.codecs.bus;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.teamflow.codecs.bus.Failure.Code;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries a {@link Failure} as {@code int length, JSON}; an unknown code or form reads as INTERNAL.
 */
final class FailureCodec implements MessageCodec<Failure, Failure> {
  static final String NAME = "teamflow-failure";
  private static final Logger log = LoggerFactory.getLogger(FailureCodec.class);

  private record Form(
      @Nullable String code,
      @Nullable String detail,
      @Nullable List<Violation> violations,
      @Nullable Resource current) {}

  @Override
  public void encodeToWire(Buffer buffer, Failure failure) {
    try {
      byte[] json =
          Json.WIRE.writeValueAsBytes(
              new Form(
                  failure.code().name(),
                  failure.detail(),
                  failure.violations(),
                  failure.current()));
      buffer.appendInt(json.length).appendBytes(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("Cannot encode a failure", e);
    }
  }

  @Override
  public Failure decodeFromWire(int pos, Buffer buffer) {
    int start = pos + Integer.BYTES;
    try {
      Form form =
          Json.WIRE.readValue(buffer.getBytes(start, start + buffer.getInt(pos)), Form.class);
      return new Failure(
          code(form.code()),
          form.detail() == null ? "" : form.detail(),
          form.violations() == null ? List.of() : form.violations(),
          form.current());
    } catch (IOException e) {
      log.warn("A failure from another release cannot be read", e);
      return Failure.internal();
    }
  }

  private static Code code(@Nullable String name) {
    for (Code code : Code.values()) {
      if (code.name().equals(name)) {
        return code;
      }
    }
    return Code.INTERNAL;
  }

  @Override
  public Failure transform(Failure failure) {
    return failure;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public byte systemCodecID() {
    return -1;
  }
}
