package io.teamflow.cluster.system;

import io.teamflow.driver.ApiClient;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A WebSocket of bytes, for what no library would send (RFC 6455). */
final class RawSocket implements AutoCloseable {
  /** What stands for the code of a socket that ended without a close. */
  static final int NO_CLOSE = -1;

  private static final int PATIENCE_MS = 20_000;

  private final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;

  private RawSocket(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 4_096));
    this.out = socket.getOutputStream();
  }

  /**
   * Shakes hands; what is answered instead of 101 is an error, whose message is the first line.
   *
   * @param headers besides those of the protocol, each with its line end
   */
  static RawSocket open(URI node, String headers) throws IOException {
    return shakeHands(connect(node, 0), handshake(node, headers));
  }

  /** Like {@link #open}, with room for so few bytes that have come and are not read. */
  static RawSocket openNarrow(URI node, int receiveBuffer) throws IOException {
    return shakeHands(connect(node, receiveBuffer), handshake(node, ""));
  }

  /** Sends a handshake of the caller's with whatever is to come at once behind it. */
  static RawSocket open(URI node, byte[] handshake) throws IOException {
    return shakeHands(connect(node, 0), handshake);
  }

  private static RawSocket shakeHands(RawSocket raw, byte[] handshake) throws IOException {
    try {
      raw.write(handshake);
      String status = raw.readLine();
      if (!status.startsWith("HTTP/1.1 101 ")) {
        throw new IOException(status);
      }
      while (!raw.readLine().isEmpty()) {
        // the other headers
      }
      return raw;
    } catch (IOException e) {
      raw.close();
      throw e;
    }
  }

  /** Opens a connection and says nothing. */
  static RawSocket connect(URI node, int receiveBuffer) throws IOException {
    Socket socket = new Socket();
    if (receiveBuffer > 0) {
      socket.setReceiveBufferSize(receiveBuffer);
    }
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE_MS);
    socket.connect(new InetSocketAddress(node.getHost(), node.getPort()), PATIENCE_MS);
    return new RawSocket(socket);
  }

  /** A handshake as it should be, with more headers. */
  static byte[] handshake(URI node, String headers) {
    return ("GET /api/v1/realtime HTTP/1.1\r\nHost: "
            + node.getAuthority()
            + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            + headers
            + "\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  /** Sends a frame; the first byte has the opcode and whether it is final. */
  void send(int first, byte[] payload) throws IOException {
    write(RawFrame.bytes(first, payload));
  }

  /** Sends an object as text. */
  void say(Map<String, ?> frame) throws IOException {
    write(RawFrame.text(ApiClient.write(frame)));
  }

  /** Sends bytes as they are. */
  void write(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  /** Reads a frame; at the end of what comes there is an {@link EOFException}. */
  RawFrame receive() throws IOException {
    int first = in.readUnsignedByte();
    long length = in.readUnsignedByte();
    if (length == 126) {
      length = in.readUnsignedShort();
    } else if (length == 127) {
      length = in.readLong();
    }
    byte[] payload = new byte[Math.toIntExact(length)];
    in.readFully(payload);
    return new RawFrame(first, payload);
  }

  /** Reads on until the socket is closed, and says with which code. */
  int closeCode() throws IOException {
    while (true) {
      try {
        RawFrame frame = receive();
        if (frame.opcode() == RawFrame.CLOSE) {
          return frame.code();
        }
      } catch (EOFException | SocketException _) {
        return NO_CLOSE;
      }
    }
  }

  /** Whether nothing more comes, once the socket was closed. */
  boolean ends() throws IOException {
    try {
      return in.read() < 0;
    } catch (SocketException _) {
      return true;
    }
  }

  /** How long to wait for what comes. */
  void patience(int millis) throws IOException {
    socket.setSoTimeout(millis);
  }

  String readLine() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.readUnsignedByte(); b != '\n'; b = in.readUnsignedByte()) {
      if (b != '\r') {
        line.append((char) b);
      }
    }
    return line.toString();
  }

  /** Breaks the connection with a reset, so that neither side waits for the other. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
