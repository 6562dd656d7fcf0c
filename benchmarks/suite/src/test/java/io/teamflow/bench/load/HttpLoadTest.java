package io.teamflow.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What the load driver says is what happened. */
class HttpLoadTest {
  private static final Duration SHORT = Duration.ofMillis(500);
  private static final byte[] REQUEST = Request.of("GET", "/").bytes();
  private static final byte[] ANSWER =
      "HTTP/1.1 200 OK\r\nx: y\r\nContent-Length: 5\r\n\r\nhello"
          .getBytes(StandardCharsets.US_ASCII);

  @Test
  void everyAnswerOfTheClosedLoopIsCounted() throws Exception {
    try (ServerProcess server = ServerProcess.constant(new Recorded(ANSWER))) {
      Outcome outcome =
          HttpLoad.closed(
              server.uri(),
              List.of(Speaker.repeating(REQUEST, 200), Speaker.repeating(REQUEST, 200)),
              SHORT);
      assertTrue(outcome.done() > 2, outcome.toString());
      assertEquals(0, outcome.failed(), outcome.toString());
      assertEquals(outcome.done(), outcome.latency().getTotalCount());
    }
  }

  @Test
  void anotherStatusIsAFailureAndIsTold() throws Exception {
    try (ServerProcess server = ServerProcess.constant(new Recorded(ANSWER))) {
      Outcome outcome =
          HttpLoad.closed(server.uri(), List.of(Speaker.repeating(REQUEST, 201)), SHORT);
      assertEquals(0, outcome.done());
      assertTrue(outcome.failed() > 0);
      assertEquals("status 200", outcome.firstFailure());
    }
  }

  @Test
  void theBareServerGivesTheRecordedAnswer() throws Exception {
    try (ServerProcess server = ServerProcess.bare(new Recorded(ANSWER), List.of("-Xmx64m"))) {
      Recorded answer = Recorded.ask(server.uri(), REQUEST);
      assertEquals(200, answer.status());
      assertEquals("y", answer.headers().get("x"));
      assertEquals("hello", new String(answer.body(), StandardCharsets.US_ASCII));
    }
  }

  @Test
  void whatWasDueWhileTheServerStalledHasTheLatencyOfTheStall() throws Exception {
    long stall = 400;
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread server = Thread.ofVirtual().start(() -> stallOnce(listener, stall));
      Outcome outcome =
          HttpLoad.open(
              URI.create("http://127.0.0.1:" + listener.getLocalPort()),
              List.of(Speaker.repeating(REQUEST, 200)),
              SHORT,
              200);
      server.join();
      assertEquals(100, outcome.latency().getTotalCount(), "all that were due are counted");
      long half = TimeUnit.MILLISECONDS.toNanos(stall / 2);
      assertTrue(
          outcome.latency().getCountBetweenValues(half, Long.MAX_VALUE / 2) >= 35,
          "those of the first half of the stall waited longer than the other half");
    }
  }

  @Test
  void noOtherMachineIsPutUnderLoad() {
    assertThrows(
        IOException.class,
        () ->
            HttpLoad.closed(
                URI.create("http://192.0.2.1:80"),
                List.of(Speaker.repeating(REQUEST, 200)),
                SHORT));
  }

  private static void stallOnce(ServerSocket listener, long millis) {
    try (Socket client = listener.accept()) {
      byte[] chunk = new byte[4_096];
      boolean first = true;
      while (client.getInputStream().read(chunk) > 0) {
        if (first) {
          TimeUnit.MILLISECONDS.sleep(millis); // the stall that is to be seen
          first = false;
        }
        client.getOutputStream().write(ANSWER);
      }
    } catch (IOException | InterruptedException _) {
      // the client is gone
    }
  }
}
