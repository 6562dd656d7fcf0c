package io.teamflow.cluster.system;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A WebSocket of bytes, for what no library would send (RFC 6455). */
final class RawSocket implements AutoCloseable {
  private static final int PATIENCE_MS = 20_000;
  private static final int CLOSE = 0x88;

  private final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;

  private RawSocket(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(socket.getInputStream());
    this.out = socket.getOutputStream();
  }

  /**
   * Shakes hands; what is answered instead of 101 is an error, whose message is the first line.
   *
   * @param headers besides those of the protocol, each with its line end
   */
  static RawSocket open(URI node, String headers) throws IOException {
    Socket socket = new Socket(node.getHost(), node.getPort());
    socket.setSoTimeout(PATIENCE_MS);
    RawSocket raw = new RawSocket(socket);
    raw.out.write(
        ("GET /api/v1/realtime HTTP/1.1\r\nHost: "
                + node.getAuthority()
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                + headers
                + "\r\n")
            .getBytes(StandardCharsets.US_ASCII));
    String status = raw.readLine();
    if (!status.startsWith("HTTP/1.1 101 ")) {
      raw.close();
      throw new IOException(status);
    }
    while (!raw.readLine().isEmpty()) {
      // the other headers
    }
    return raw;
  }

  /** Sends a frame, masked with zeros; the first byte has the opcode and whether it is final. */
  void send(int first, byte[] payload) throws IOException {
    byte[] head =
        payload.length < 126
            ? new byte[] {(byte) first, (byte) (0x80 | payload.length), 0, 0, 0, 0}
            : new byte[] {
              (byte) first,
              (byte) (0x80 | 126),
              (byte) (payload.length >> 8),
              (byte) payload.length,
              0,
              0,
              0,
              0
            };
    out.write(head);
    out.write(payload);
    out.flush();
  }

  /** Reads on until the socket is closed, and says with which code. */
  int closeCode() throws IOException {
    while (true) {
      int first = in.readUnsignedByte();
      int length = in.readUnsignedByte();
      if (length == 126) {
        length = in.readUnsignedShort();
      }
      byte[] payload = in.readNBytes(length);
      if (first == CLOSE) {
        return (payload[0] & 0xFF) << 8 | (payload[1] & 0xFF);
      }
    }
  }

  private String readLine() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.readUnsignedByte(); b != '\n'; b = in.readUnsignedByte()) {
      if (b != '\r') {
        line.append((char) b);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
