package io.teamflow.stream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.List;

/** Encodes WebSocket text messages (RFC 6455, section 5.2): final, unmasked, uncompressed. */
public final class WebSocketText {
  private static final int FINAL_TEXT = 0x81;
  private static final int HEADER_MAX = 10;

  private WebSocketText() {}

  /** One message in a buffer of its own, which the caller owns. */
  public static ByteBuf of(byte[] text, ByteBufAllocator allocator) {
    ByteBuf buffer = allocator.directBuffer(HEADER_MAX + text.length);
    append(buffer, text);
    return buffer;
  }

  /** The frames one behind the other in one buffer, as every subscriber of the stream gets them. */
  static ByteBuf join(List<Frame> frames, ByteBufAllocator allocator) {
    int size = 0;
    for (Frame frame : frames) {
      size += HEADER_MAX + frame.json().length;
    }
    if (size == 0) {
      return Unpooled.EMPTY_BUFFER;
    }
    ByteBuf buffer = allocator.directBuffer(size);
    for (Frame frame : frames) {
      append(buffer, frame.json());
    }
    return buffer;
  }

  private static void append(ByteBuf buffer, byte[] text) {
    buffer.writeByte(FINAL_TEXT);
    if (text.length < 126) {
      buffer.writeByte(text.length);
    } else if (text.length <= 0xFFFF) {
      buffer.writeByte(126).writeShort(text.length);
    } else {
      buffer.writeByte(127).writeLong(text.length);
    }
    buffer.writeBytes(text);
  }
}
