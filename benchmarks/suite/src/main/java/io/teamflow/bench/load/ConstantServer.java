package io.teamflow.bench.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A server that does nothing: whatever it reads, it answers with the bytes of a file. What the load
 * reaches against it is what the load could reach at all. A program of its own.
 */
public final class ConstantServer {
  private ConstantServer() {}

  /** Takes the file; says {@code ready <port>} and serves until it is killed. */
  public static void main(String[] arguments) throws IOException {
    byte[] bytes = Files.readAllBytes(Path.of(arguments[0]));
    ByteBuffer answer = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    ByteBuffer read = ByteBuffer.allocateDirect(65_536);
    try (Selector selector = Selector.open();
        ServerSocketChannel server = ServerSocketChannel.open()) {
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_024);
      server.configureBlocking(false);
      server.register(selector, SelectionKey.OP_ACCEPT);
      System.out.println(ServerProcess.READY + server.socket().getLocalPort());
      while (true) {
        selector.select(key -> serve(key, selector, read, answer));
      }
    }
  }

  private static void serve(
      SelectionKey key, Selector selector, ByteBuffer read, ByteBuffer answer) {
    try {
      if (key.channel() instanceof ServerSocketChannel server) {
        SocketChannel client = server.accept();
        client.setOption(StandardSocketOptions.TCP_NODELAY, true);
        client.configureBlocking(false);
        client.register(selector, SelectionKey.OP_READ);
        return;
      }
      SocketChannel client = (SocketChannel) key.channel();
      if (key.isReadable()) {
        if (client.read(read.clear()) < 0) {
          client.close();
          return;
        }
        key.attach(answer.duplicate());
      }
      ByteBuffer left = (ByteBuffer) key.attachment();
      client.write(left);
      key.interestOps(left.hasRemaining() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ);
    } catch (IOException _) {
      key.cancel();
    }
  }
}
