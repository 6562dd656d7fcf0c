package io.teamflow.codecs.bus;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries every {@link Message}. Within a node the immutable record itself is handed over; between
 * nodes it travels as {@code int length, short name length, name, JSON}, where the name is the
 * logical one of the {@link Catalog}. Unknown members are ignored. A message with an unknown name,
 * or one this release cannot read, becomes an {@link UnknownMessage}: decoding never throws,
 * because Vert.x drops a reply whose codec does and leaves its caller waiting for ever.
 */
final class RecordCodec implements MessageCodec<Message, Message> {
  static final String NAME = "teamflow";
  private static final Logger log = LoggerFactory.getLogger(RecordCodec.class);

  @Override
  public void encodeToWire(Buffer buffer, Message message) {
    byte[] name = Catalog.nameOf(message.getClass()).getBytes(StandardCharsets.UTF_8);
    byte[] json;
    try {
      json = Json.WIRE.writeValueAsBytes(message);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("Cannot encode " + message.getClass().getName(), e);
    }
    buffer.appendInt(Short.BYTES + name.length + json.length);
    buffer.appendShort((short) name.length).appendBytes(name).appendBytes(json);
  }

  @Override
  public Message decodeFromWire(int pos, Buffer buffer) {
    int end = pos + Integer.BYTES + buffer.getInt(pos);
    int nameStart = pos + Integer.BYTES + Short.BYTES;
    int jsonStart = nameStart + buffer.getUnsignedShort(pos + Integer.BYTES);
    String name = buffer.getString(nameStart, jsonStart);
    return Catalog.named(name)
        .<Message>map(type -> read(type, buffer.getBytes(jsonStart, end)))
        .orElseGet(() -> new UnknownMessage(name));
  }

  private static Message read(Class<? extends Message> type, byte[] json) {
    try {
      return Json.WIRE.readValue(json, type);
    } catch (IOException e) {
      log.warn("A {} from another release cannot be read", Catalog.nameOf(type), e);
      return new UnknownMessage(Catalog.nameOf(type));
    }
  }

  @Override
  public Message transform(Message message) {
    return message;
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
