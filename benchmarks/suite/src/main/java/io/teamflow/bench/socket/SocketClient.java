package io.teamflow.bench.socket;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;

/** One socket of a {@link SocketLoad}, from its handshake on. */
final class SocketClient implements FrameReader.Listener {
  /** An event is longer than whatever else is said in a room, such as acknowledgements. */
  private static final int EVENT_MIN = 200;

  /** What must be answered for the socket to stay open is shorter. */
  private static final int PING_MAX = 4;

  private static final int HEAD_MAX = 4_096;

  /** How far a socket has come. */
  enum Stage {
    UNOPENED,
    CONNECTING,
    UPGRADING,
    JOINING,
    JOINED
  }

  private final SocketLoad load;
  private final Dialect.Joining joining;
  private final int server;
  private final boolean sampled;
  private final boolean listens;
  private final FrameReader frames = new FrameReader(this);
  private final ArrayDeque<ByteBuffer> unwritten = new ArrayDeque<>();
  private final StringBuilder head = new StringBuilder();
  private SelectionKey key;
  private SocketChannel channel;
  private Stage stage = Stage.UNOPENED;
  private boolean deaf;

  /**
   * @param server the number of the server that it is on
   * @param sampled whether its deliveries are timed
   * @param listens whether it is in a room
   */
  @SuppressWarnings("NullAway.Init") // opened later, before anything else
  SocketClient(
      SocketLoad load, Dialect.Joining joining, int server, boolean sampled, boolean listens) {
    this.load = load;
    this.joining = joining;
    this.server = server;
    this.sampled = sampled;
    this.listens = listens;
  }

  void open(Selector selector, InetSocketAddress address) throws IOException {
    stage = Stage.CONNECTING;
    channel = SocketChannel.open();
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.configureBlocking(false);
    channel.connect(address);
    key = channel.register(selector, SelectionKey.OP_CONNECT, this);
    write(
        String.join(
                "\r\n",
                "GET " + joining.path(load.dialect.path()) + " HTTP/1.1",
                "Host: 127.0.0.1",
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                "",
                "")
            .getBytes(StandardCharsets.US_ASCII));
  }

  int server() {
    return server;
  }

  Stage stage() {
    return stage;
  }

  boolean isSampled() {
    return sampled;
  }

  /** From now on nothing is read from it. */
  void stopReading() throws IOException {
    deaf = true;
    flush();
  }

  void say(String words) throws IOException {
    send(FrameReader.ofClient(FrameReader.TEXT, words));
  }

  void ready(SelectionKey ready, ByteBuffer read) throws IOException {
    if (ready.isConnectable()) {
      channel.finishConnect();
      stage = Stage.UPGRADING;
      flush();
    } else if (ready.isWritable()) {
      flush();
    }
    if (ready.isReadable()) {
      if (channel.read(read.clear()) < 0) {
        throw new IOException("The server closed a socket");
      }
      read.flip();
      if (stage.compareTo(Stage.JOINING) >= 0 || takeHead(read)) {
        frames.take(read);
      }
    }
  }

  private boolean takeHead(ByteBuffer read) throws IOException {
    while (read.hasRemaining() && head.length() < HEAD_MAX) {
      head.append((char) read.get());
      int length = head.length();
      if (length > 4 && head.charAt(length - 1) == '\n' && head.charAt(length - 3) == '\n') {
        if (!head.toString().startsWith("HTTP/1.1 101")) {
          throw new IOException("No socket was opened: " + head);
        }
        head.setLength(0);
        head.trimToSize();
        stage = Stage.JOINING;
        reply(joining.opening());
        joinedIfEnded();
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean wants(int opcode, long length) {
    return stage != Stage.JOINED || sampled || length < EVENT_MIN || opcode != FrameReader.TEXT;
  }

  @Override
  public void frame(int opcode, long length, String payload) throws IOException {
    if (opcode == FrameReader.PING) {
      send(FrameReader.ofClient(0xA, payload));
    } else if (opcode == FrameReader.CLOSE) {
      throw new IOException("The server closed a socket with " + payload);
    } else if (stage != Stage.JOINED) {
      if (payload.contains("\"error\"")) {
        throw new IOException("The server did not let a socket in: " + payload);
      }
      reply(joining.told(payload));
      joinedIfEnded();
    } else if (length <= PING_MAX) {
      reply(load.dialect.answerTo(payload));
    } else if (listens && length >= EVENT_MIN) {
      load.heard(server, payload);
    } else if (!listens && payload.contains("\"error\"")) {
      load.refused(payload);
    }
  }

  private void joinedIfEnded() {
    if (joining.ended()) {
      stage = Stage.JOINED;
      load.joined();
    }
  }

  private void reply(String words) throws IOException {
    if (!words.isEmpty()) {
      say(words);
    }
  }

  private void write(byte[] bytes) {
    unwritten.add(ByteBuffer.wrap(bytes));
  }

  private void send(ByteBuffer bytes) throws IOException {
    unwritten.add(bytes);
    flush();
  }

  private void flush() throws IOException {
    while (!unwritten.isEmpty()) {
      channel.write(unwritten.element());
      if (unwritten.element().hasRemaining()) {
        break;
      }
      unwritten.remove();
    }
    int interest =
        (deaf ? 0 : SelectionKey.OP_READ) | (unwritten.isEmpty() ? 0 : SelectionKey.OP_WRITE);
    if (key.interestOps() != interest) {
      key.interestOps(interest);
    }
  }
}
