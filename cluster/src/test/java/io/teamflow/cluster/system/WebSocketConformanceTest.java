package io.teamflow.cluster.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.teamflow.driver.NodeProcess;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What RFC 6455 demands of a server, byte by byte; our own ping is what is echoed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebSocketConformanceTest {
  private static final int PATIENCE_MS = 5_000;

  private Nodes nodes;
  private NodeProcess node;

  @BeforeAll
  void start() throws Exception {
    nodes = new Nodes();
    node = nodes.start(Map.of("TEAMFLOW_LIMITS_FRAMES_PER_MINUTE", "1000000")).awaitReady();
  }

  @AfterAll
  void close() throws Exception {
    assertFalse(node.log().contains(" ERROR "), node.log());
    assertFalse(node.log().contains("\n\tat "), node.log());
    nodes.close();
  }

  @ParameterizedTest
  @MethodSource("io.teamflow.cluster.system.ConformanceCases#all")
  void theServerAnswersAsTheProtocolSays(ConformanceCase row) throws Exception {
    try (RawSocket socket = RawSocket.open(node.uri(), "")) {
      assertTrue(socket.receive().text().startsWith("{\"op\":\"hello\""));
      socket.patience(PATIENCE_MS);
      Thread writer = Thread.ofVirtual().start(() -> write(socket, row.writes()));
      assertEquals(row.answers(), answers(socket));
      writer.join();
      reply(socket);
      assertTrue(socket.ends(), "the server ends the connection, and says nothing more before");
    }
  }

  private static void write(RawSocket socket, List<byte[]> writes) {
    try {
      for (byte[] bytes : writes) {
        socket.write(bytes);
      }
    } catch (IOException _) {
      // closed in the middle, whose code is what counts
    }
  }

  /** Up to the close, or the end without one. */
  private static List<String> answers(RawSocket socket) throws IOException {
    List<String> answers = new ArrayList<>();
    while (answers.isEmpty() || !answers.getLast().startsWith("close ")) {
      try {
        answers.add(ConformanceCase.told(socket.receive()));
      } catch (EOFException | SocketException _) {
        answers.add("close without a word");
      }
    }
    return answers;
  }

  /** As the client must when it did not begin; a server that has ended does not mind. */
  private static void reply(RawSocket socket) {
    write(socket, List.of(RawFrame.close(1000, new byte[0])));
  }
}
