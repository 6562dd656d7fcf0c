package io.teamflow.cluster.system;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;

/** A WebSocket frame (RFC 6455, section 5.2). */
final class RawFrame {
  static final int FINAL = 0x80;
  static final int CONTINUATION = 0x0;
  static final int TEXT = 0x1;
  static final int BINARY = 0x2;
  static final int CLOSE = 0x8;
  static final int PING = 0x9;
  static final int PONG = 0xA;

  private static final int MASKED = 0x80;

  private final int first;
  private final byte[] payload;

  /**
   * One that was read.
   *
   * @param first the opcode, and the bits that say whether it is final and what is reserved
   * @param payload without the mask
   */
  RawFrame(int first, byte[] payload) {
    this.first = first;
    this.payload = payload;
  }

  /** A whole message of text. */
  static byte[] text(String text) {
    return bytes(FINAL | TEXT, utf8(text));
  }

  /** A close with a code and a reason. */
  static byte[] close(int code, byte[] reason) {
    byte[] payload = new byte[2 + reason.length];
    payload[0] = (byte) (code >> 8);
    payload[1] = (byte) code;
    System.arraycopy(reason, 0, payload, 2, reason.length);
    return bytes(FINAL | CLOSE, payload);
  }

  /** As a client sends it: masked, with the shortest form of its length. */
  static byte[] bytes(int first, byte[] payload) {
    int form = payload.length < 126 ? payload.length : payload.length <= 0xFFFF ? 126 : 127;
    return bytes(first, form, payload.length, true, payload);
  }

  /**
   * As no client should send it.
   *
   * @param form the seven bits of the length: 126 and 127 stand for two and eight bytes that follow
   * @param length what those bytes say, whatever the payload has
   */
  static byte[] bytes(int first, int form, long length, boolean masked, byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(14 + payload.length);
    frame.put((byte) first).put((byte) (form | (masked ? MASKED : 0)));
    if (form == 126) {
      frame.putShort((short) length);
    } else if (form == 127) {
      frame.putLong(length);
    }
    byte[] mask = new byte[4];
    if (masked) {
      ThreadLocalRandom.current().nextBytes(mask);
      frame.put(mask);
    }
    for (int i = 0; i < payload.length; i++) {
      frame.put((byte) (payload[i] ^ mask[i % 4]));
    }
    byte[] bytes = new byte[frame.position()];
    frame.flip().get(bytes);
    return bytes;
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** The four bits that say what it is. */
  int opcode() {
    return first & 0xF;
  }

  byte[] payload() {
    return payload;
  }

  String text() {
    return new String(payload, StandardCharsets.UTF_8);
  }

  /** The code of a close; 1005 when it has none, as RFC 6455 calls it. */
  int code() {
    return payload.length < 2 ? 1005 : (payload[0] & 0xFF) << 8 | (payload[1] & 0xFF);
  }
}
