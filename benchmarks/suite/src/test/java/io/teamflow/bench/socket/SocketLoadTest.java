package io.teamflow.bench.socket;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is told of sockets that are not let in. */
class SocketLoadTest {
  @Test
  void howFarTheSocketsCameIsTold() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.startVirtualThread(() -> refuseOne(server));
      URI uri = URI.create("http://127.0.0.1:" + server.getLocalPort());
      List<String> room = List.of("room");
      String told =
          assertThrows(
                  IOException.class, () -> SocketLoad.open(uri, new PlainDialect(), room, 1, 0))
              .toString();
      assertTrue(told.contains("Not all of 1 sockets of ["), told);
      assertTrue(told.contains("were let in, but {UPGRADING=1}"), told);
      assertTrue(told.contains("No socket was opened: HTTP/1.1 503"), told);
    }
  }

  private static void refuseOne(ServerSocket server) {
    try (Socket socket = server.accept()) {
      socket.getOutputStream().write("HTTP/1.1 503 \r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      while (socket.getInputStream().read() >= 0) {
        // until the other side has gone
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
