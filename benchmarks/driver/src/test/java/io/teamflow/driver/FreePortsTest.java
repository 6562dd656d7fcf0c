package io.teamflow.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FreePortsTest {
  @Test
  void noPortIsGivenTwice() {
    assertEquals(500, IntStream.range(0, 500).map(_ -> FreePorts.one()).distinct().count());
  }

  @Test
  void aRowHasNoTakenPort() throws IOException {
    int port = FreePorts.block(10) + 15;
    try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      for (int i = 0; i < 5; i++) {
        int first = FreePorts.block(10);
        assertFalse(first <= port && port < first + 10, first + " to " + (first + 9));
      }
    }
  }
}
