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
  void noPortOfARowIsGivenAgainWhereTheLastPortsAreNear() {
    for (int begin = FreePorts.COUNT - 20; begin < FreePorts.COUNT; begin++) {
      FreePorts ports = new FreePorts(begin);
      int row = ports.block(10);
      for (int i = 0; i < 20; i++) {
        int port = ports.block(1);
        assertFalse(row <= port && port < row + 10, port + " of the row from " + row);
      }
    }
  }

  @Test
  void aRowHasNoTakenPort() throws IOException {
    FreePorts ports = new FreePorts(0);
    int port = ports.block(10) + 15;
    try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      for (int i = 0; i < 5; i++) {
        int first = ports.block(10);
        assertFalse(first <= port && port < first + 10, first + " to " + (first + 9));
      }
    }
  }
}
