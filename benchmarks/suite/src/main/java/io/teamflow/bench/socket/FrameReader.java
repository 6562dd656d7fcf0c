package io.teamflow.bench.socket;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Finds the frames in what a server sends (RFC 6455, unmasked and not fragmented). Payloads are
 * skipped unless they are wanted: counting must cost next to nothing.
 */
final class FrameReader {
  static final int TEXT = 1;
  static final int CLOSE = 8;
  static final int PING = 9;

  /** Takes the frames. */
  interface Listener {
    /** Whether the payload of a frame is of interest. */
    boolean wants(int opcode, long length);

    /** A frame is complete. The payload is empty when it was not wanted. */
    void frame(int opcode, long length, String payload) throws IOException;
  }

  private static final int HEADER_MAX = 10;

  private final byte[] header = new byte[HEADER_MAX];
  private final Listener listener;
  private int headerLength;
  private long left = -1;
  private long length;
  private byte[] payload = new byte[0];
  private int payloadLength;
  private boolean wanted;

  FrameReader(Listener listener) {
    this.listener = listener;
  }

  /** Takes what was read. */
  void take(ByteBuffer read) throws IOException {
    while (read.hasRemaining()) {
      if (left < 0 && !takeHeader(read)) {
        return;
      }
      int here = (int) Math.min(left, read.remaining());
      if (wanted) {
        read.get(payload, payloadLength, here);
        payloadLength += here;
      } else {
        read.position(read.position() + here);
      }
      left -= here;
      if (left == 0) {
        left = -1;
        headerLength = 0;
        listener.frame(
            header[0] & 0x0f,
            length,
            wanted ? new String(payload, 0, payloadLength, StandardCharsets.UTF_8) : "");
      }
    }
  }

  private boolean takeHeader(ByteBuffer read) throws IOException {
    while (read.hasRemaining()) {
      header[headerLength++] = read.get();
      if (headerLength >= 2 && headerLength == size()) {
        begin();
        if (length > 0) {
          return true;
        }
        headerLength = 0;
        left = -1;
        listener.frame(header[0] & 0x0f, 0, "");
      }
    }
    return false;
  }

  private int size() {
    return switch (header[1] & 0x7f) {
      case 126 -> 4;
      case 127 -> 10;
      default -> 2;
    };
  }

  private void begin() {
    length = header[1] & 0x7f;
    if (length > 125) {
      length = 0;
      for (int i = 2; i < headerLength; i++) {
        length = (length << 8) | (header[i] & 0xff);
      }
    }
    left = length;
    wanted = listener.wants(header[0] & 0x0f, length);
    payloadLength = 0;
    if (wanted && payload.length < length) {
      payload = new byte[(int) length];
    }
  }

  /** A frame as clients send them: masked, with zeros. */
  static ByteBuffer ofClient(int opcode, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ByteBuffer frame = ByteBuffer.allocate(bytes.length + 8);
    frame.put((byte) (0x80 | opcode));
    if (bytes.length < 126) {
      frame.put((byte) (0x80 | bytes.length));
    } else {
      frame.put((byte) (0x80 | 126)).putShort((short) bytes.length);
    }
    return frame.putInt(0).put(bytes).flip();
  }
}
