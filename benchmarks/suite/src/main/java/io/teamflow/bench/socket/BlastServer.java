package io.teamflow.bench.socket;

import io.teamflow.bench.load.ServerProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A server that does nothing but what it cannot leave out: whatever is said to it, it writes events
 * to everybody, many at once, made before. What a load counts against it is what it could count at
 * all. It speaks the {@link PlainDialect}. A program of its own.
 */
public final class BlastServer {
  private static final byte[] UPGRADED =
      String.join(
              "\r\n",
              "HTTP/1.1 101 Switching Protocols",
              "Upgrade: websocket",
              "Connection: Upgrade",
              "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
              "",
              "")
          .getBytes(StandardCharsets.US_ASCII);
  private static final byte[] JOINED = frame("{\"op\":\"joined\"}");

  private final List<SocketChannel> listeners = new ArrayList<>();
  private final ByteBuffer read = ByteBuffer.allocateDirect(65_536);
  private final ByteBuffer events;

  private BlastServer(int bytes, int together) {
    byte[] event = frame("x".repeat(bytes));
    events = ByteBuffer.allocateDirect(event.length * together);
    for (int i = 0; i < together; i++) {
      events.put(event);
    }
    events.flip();
  }

  /** Takes the bytes of an event and how many are told at once; serves until it is killed. */
  public static void main(String[] arguments) throws IOException {
    new BlastServer(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1])).serve();
  }

  private static byte[] frame(String text) {
    ByteBuffer frame = ByteBuffer.allocate(text.length() + 4).put((byte) 0x81);
    if (text.length() < 126) {
      frame.put((byte) text.length());
    } else {
      frame.put((byte) 126).putShort((short) text.length());
    }
    frame.put(text.getBytes(StandardCharsets.US_ASCII)).flip();
    byte[] bytes = new byte[frame.remaining()];
    frame.get(bytes);
    return bytes;
  }

  private void serve() throws IOException {
    try (Selector selector = Selector.open();
        ServerSocketChannel server = ServerSocketChannel.open()) {
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4_096);
      server.configureBlocking(false);
      server.register(selector, SelectionKey.OP_ACCEPT);
      System.out.println(ServerProcess.READY + server.socket().getLocalPort());
      while (true) {
        selector.select(key -> serve(key, selector));
      }
    }
  }

  private void serve(SelectionKey key, Selector selector) {
    try {
      if (key.channel() instanceof ServerSocketChannel server) {
        SocketChannel client = server.accept();
        client.setOption(StandardSocketOptions.TCP_NODELAY, true);
        client.configureBlocking(false);
        client.register(selector, SelectionKey.OP_READ);
        return;
      }
      hear((SocketChannel) key.channel());
    } catch (IOException _) {
      key.cancel();
    }
  }

  private void hear(SocketChannel client) throws IOException {
    if (client.read(read.clear()) < 0) {
      client.close();
      return;
    }
    String said = StandardCharsets.ISO_8859_1.decode(read.flip()).toString();
    if (said.startsWith("GET ")) {
      client.write(ByteBuffer.wrap(UPGRADED));
    } else if (said.contains("\"join\"")) {
      if (!said.contains("\"speakers\"")) {
        listeners.add(client);
      }
      client.write(ByteBuffer.wrap(JOINED));
    } else {
      for (SocketChannel listener : listeners) {
        write(listener);
      }
    }
  }

  /** Waits for a listener that is slow: whoever counts is the limit then, as is wanted. */
  private void write(SocketChannel listener) throws IOException {
    ByteBuffer left = events.duplicate();
    while (left.hasRemaining()) {
      listener.write(left);
    }
  }
}
