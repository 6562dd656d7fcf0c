package io.teamflow.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Finds where each answer of a connection ends, and its status. Knows as much of HTTP/1.1 as the
 * servers here speak: a length is always told.
 */
final class Answers {
  private static final int HEAD_MAX = 16_384;
  private static final byte[] LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);

  private final byte[] head = new byte[HEAD_MAX];
  private int headLength;
  private long bodyLeft = -1;
  private int status;

  /** Takes what was read; true when with it the answer is complete. */
  boolean take(ByteBuffer read) throws IOException {
    while (bodyLeft < 0 && read.hasRemaining()) {
      takeHead(read);
    }
    if (bodyLeft < 0) {
      return false;
    }
    int body = (int) Math.min(bodyLeft, read.remaining());
    read.position(read.position() + body);
    bodyLeft -= body;
    if (bodyLeft > 0) {
      return false;
    }
    if (read.hasRemaining()) {
      throw new IOException("more came than was asked for");
    }
    bodyLeft = -1;
    headLength = 0;
    return true;
  }

  /** Of the last complete answer. */
  int status() {
    return status;
  }

  private void takeHead(ByteBuffer read) throws IOException {
    int from = Math.max(0, headLength - 3);
    int taken = Math.min(read.remaining(), HEAD_MAX - headLength);
    if (taken == 0) {
      throw new IOException("the head of an answer is too long");
    }
    read.get(head, headLength, taken);
    int end = endOfHead(from, headLength + taken);
    if (end < 0) {
      headLength += taken;
      return;
    }
    read.position(read.position() - (headLength + taken - end)); // the body's bytes go back
    headLength = end;
    status = (head[9] - '0') * 100 + (head[10] - '0') * 10 + (head[11] - '0');
    bodyLeft = status == 304 || status == 204 ? 0 : length();
  }

  private int endOfHead(int from, int to) {
    for (int i = from; i + 3 < to; i++) {
      if (head[i] == '\r' && head[i + 1] == '\n' && head[i + 2] == '\r' && head[i + 3] == '\n') {
        return i + 4;
      }
    }
    return -1;
  }

  private long length() throws IOException {
    for (int line = 0; line < headLength; line = afterLine(line)) {
      if (isLength(line)) {
        long length = 0;
        for (int i = line + LENGTH.length; head[i] != '\r'; i++) {
          length = head[i] == ' ' ? length : length * 10 + (head[i] - '0');
        }
        return length;
      }
    }
    throw new IOException(
        "an answer without a length: "
            + new String(Arrays.copyOf(head, headLength), StandardCharsets.ISO_8859_1));
  }

  private boolean isLength(int at) {
    for (int i = 0; i < LENGTH.length; i++) {
      if ((head[at + i] | 0x20) != (LENGTH[i] | 0x20)) {
        return false;
      }
    }
    return true;
  }

  private int afterLine(int from) {
    int i = from;
    while (head[i] != '\n') {
      i++;
    }
    return i + 1;
  }
}
