package io.teamflow.bench.load;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** An answer as it came over the wire: head and body. */
public final class Recorded {
  private static final int PATIENCE_MS = 10_000;

  private final byte[] bytes;

  public Recorded(byte[] bytes) {
    this.bytes = bytes.clone();
  }

  /** Asks a server on this machine once. */
  public static Recorded ask(URI server, byte[] request) throws IOException {
    try (Socket socket = new Socket(server.getHost(), server.getPort())) {
      socket.setSoTimeout(PATIENCE_MS);
      socket.getOutputStream().write(request);
      byte[] bytes = new byte[0];
      byte[] chunk = new byte[65_536];
      InputStream in = socket.getInputStream();
      Answers answers = new Answers();
      while (true) {
        int count = in.read(chunk);
        if (count < 0) {
          throw new IOException(server + " closed the connection");
        }
        int before = bytes.length;
        bytes = Arrays.copyOf(bytes, before + count);
        System.arraycopy(chunk, 0, bytes, before, count);
        if (answers.take(java.nio.ByteBuffer.wrap(chunk, 0, count))) {
          return new Recorded(bytes);
        }
      }
    }
  }

  /** Of the answer, such as 200. */
  public int status() {
    return Integer.parseInt(new String(bytes, 9, 3, StandardCharsets.US_ASCII));
  }

  /** By their names in small letters. */
  public Map<String, String> headers() {
    Map<String, String> headers = new LinkedHashMap<>();
    String[] lines =
        new String(bytes, 0, headLength() - 4, StandardCharsets.UTF_8).split("\r\n", -1);
    for (String line : Arrays.asList(lines).subList(1, lines.length)) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return headers;
  }

  /** What follows the head. */
  public byte[] body() {
    return Arrays.copyOfRange(bytes, headLength(), bytes.length);
  }

  private int headLength() {
    return new String(bytes, StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n") + 4;
  }

  byte[] bytes() {
    return bytes.clone();
  }
}
