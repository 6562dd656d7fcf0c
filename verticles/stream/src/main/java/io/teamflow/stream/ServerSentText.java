package io.teamflow.stream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Encodes frames as server-sent events (WHATWG HTML, section 9.2). Only events of the stream have
 * an id: the position at which whoever comes back goes on.
 */
final class ServerSentText {
  private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);
  private static final int AROUND_MAX = 128;

  private ServerSentText() {}

  /** The frames one behind the other in one buffer, which the caller owns. */
  static ByteBuf join(List<Frame> frames, String epoch, ByteBufAllocator allocator) {
    int size = 0;
    for (Frame frame : frames) {
      size += AROUND_MAX + frame.json().length;
    }
    ByteBuf buffer = allocator.directBuffer(size);
    for (Frame frame : frames) {
      if (!frame.isSignal()) {
        ByteBufUtil.writeAscii(buffer, "id: " + epoch + ':' + frame.seq() + '\n');
      }
      buffer.writeBytes(DATA);
      int start = buffer.writerIndex();
      buffer.writeBytes(frame.json());
      joinLines(buffer, start);
      buffer.writeByte('\n').writeByte('\n');
    }
    return buffer;
  }

  /** A line ends the data, and in JSON it is never more than space between two members. */
  private static void joinLines(ByteBuf buffer, int start) {
    for (int i = start; i < buffer.writerIndex(); i++) {
      byte b = buffer.getByte(i);
      if (b == '\n' || b == '\r') {
        buffer.setByte(i, ' ');
      }
    }
  }
}
