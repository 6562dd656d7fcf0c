package io.teamflow.cluster.system;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a client sends to a fresh socket, and what RFC 6455 has the server answer.
 *
 * @param name the family of the Autobahn test suite, and what it is about
 * @param writes sent one by one
 * @param answers every frame but {@code hello}, as {@link #told} writes them
 */
record ConformanceCase(String name, List<byte[]> writes, List<String> answers) {
  private static final byte[] DONE = RawFrame.close(1000, new byte[0]);

  /** Ends with the close that the server begins. */
  static ConformanceCase ends(String name, List<byte[]> writes, String... answers) {
    return new ConformanceCase(name, writes, List.of(answers));
  }

  /** The socket is well afterwards: the client ends it. */
  static ConformanceCase well(String name, List<byte[]> writes, String... answers) {
    List<byte[]> all = new ArrayList<>(writes);
    all.add(DONE);
    List<String> told = new ArrayList<>(List.of(answers));
    told.add("close 1000");
    return new ConformanceCase(name, all, told);
  }

  /** Our ping, which stands for Autobahn's echo: the id comes back. */
  static byte[] ping(String id) {
    return RawFrame.utf8("{\"op\":\"ping\",\"id\":\"" + id + "\"}");
  }

  /** Our ping of so many bytes. */
  static byte[] ping(String id, int bytes) {
    byte[] padded = new byte[bytes];
    Arrays.fill(padded, (byte) ' ');
    byte[] ping = ping(id);
    System.arraycopy(ping, 0, padded, 0, ping.length);
    return padded;
  }

  /** A message as fragments of so many bytes. */
  static List<byte[]> fragments(byte[] message, int bytes) {
    List<byte[]> frames = new ArrayList<>();
    for (int at = 0; at < message.length; at += bytes) {
      int end = Math.min(message.length, at + bytes);
      int first =
          (at == 0 ? RawFrame.TEXT : RawFrame.CONTINUATION)
              | (end == message.length ? RawFrame.FINAL : 0);
      frames.add(RawFrame.bytes(first, Arrays.copyOfRange(message, at, end)));
    }
    return frames;
  }

  /** The same bytes in pieces, whatever frames they are. */
  static List<byte[]> chopped(List<byte[]> writes, int bytes) {
    byte[] all = joined(writes);
    List<byte[]> pieces = new ArrayList<>();
    for (int at = 0; at < all.length; at += bytes) {
      pieces.add(Arrays.copyOfRange(all, at, Math.min(all.length, at + bytes)));
    }
    return pieces;
  }

  /** The same bytes at once. */
  static byte[] joined(List<byte[]> writes) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    writes.forEach(all::writeBytes);
    return all.toByteArray();
  }

  /** How an answer stands in the table. */
  static String told(RawFrame frame) {
    return switch (frame.opcode()) {
      case RawFrame.TEXT -> frame.text();
      case RawFrame.PONG -> "pong " + new String(frame.payload(), StandardCharsets.ISO_8859_1);
      case RawFrame.CLOSE -> "close " + frame.code();
      default -> "opcode " + frame.opcode();
    };
  }

  /** How the answer to our ping stands in the table. */
  static String pong(String id) {
    return "{\"op\":\"pong\",\"id\":\"" + id + "\"}";
  }

  @Override
  public String toString() {
    return name;
  }
}
