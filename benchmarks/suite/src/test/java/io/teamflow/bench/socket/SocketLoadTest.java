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
    String told = whatIsToldOf("HTTP/1.1 503 \r\n\r\n");
    assertTrue(told.contains("Not all of 1 sockets of ["), told);
    assertTrue(told.contains("were let in, but {UPGRADING=1}"), told);
    assertTrue(told.contains("No socket was opened: HTTP/1.1 503"), told);
  }

  @Test
  void whatTheServerSaidIsTold() throws Exception {
    String told = whatIsToldOf("HTTP/1.1 101 \r\n\r\n\u0081\u000e{\"op\":\"error\"}");
    assertTrue(told.contains("were let in, but {JOINING=1}"), told);
    assertTrue(told.contains("The server did not let a socket in: {\"op\":\"error\"}"), told);
  }

  private static String whatIsToldOf(String answer) throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.startVirtualThread(() -> answerOne(server, answer));
      URI uri = URI.create("http://127.0.0.1:" + server.getLocalPort());
      List<String> room = List.of("room");
      return assertThrows(
              IOException.class, () -> SocketLoad.open(uri, new PlainDialect(), room, 1, 0))
          .toString();
    }
  }

  private static void answerOne(ServerSocket server, String answer) {
    try (Socket socket = server.accept()) {
      socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
      while (socket.getInputStream().read() >= 0) {
        // until the other side has gone
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
