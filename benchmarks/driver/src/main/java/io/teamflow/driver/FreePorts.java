package io.teamflow.driver;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Ports of the loopback interface for processes that are about to start. They lie below those that
 * systems give to outgoing connections: one of these could take a port between the choice and its
 * use. No port is given twice until all have been given.
 */
public final class FreePorts {
  private static final int FIRST = 20_000;
  static final int COUNT = 12_000;

  /** As many as a node looks at for its peers, from the one that it is told on. */
  private static final int OF_A_CLUSTER = 10;

  /** Begins anywhere, so that two JVMs seldom look at the same ports. */
  private static final FreePorts ALL = new FreePorts(ThreadLocalRandom.current().nextInt(COUNT));

  private final AtomicInteger next;

  /**
   * @param begin where among them the first one is looked for
   */
  FreePorts(int begin) {
    next = new AtomicInteger(begin);
  }

  /** A port that nobody has. */
  public static int one() {
    return ALL.block(1);
  }

  /** The first of the ports of nodes that find each other on this machine. */
  public static int cluster() {
    return ALL.block(OF_A_CLUSTER);
  }

  /**
   * The first of ports in a row that nobody has.
   *
   * @param size 1 to 100
   * @throws IllegalStateException when there are none
   */
  int block(int size) {
    for (int tried = 0; tried < COUNT; tried += size) {
      int first = FIRST + Math.floorMod(next.getAndAdd(size), COUNT);
      boolean inRange = first + size <= FIRST + COUNT; // the same places, whatever the size
      if (inRange && IntStream.range(first, first + size).allMatch(FreePorts::isFree)) {
        return first;
      }
    }
    throw new IllegalStateException("No port is free from " + FIRST + " on");
  }

  private static boolean isFree(int port) {
    try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }
}
