package io.teamflow.cluster.config;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/**
 * A port to listen on.
 *
 * @param number 1 to 65535
 * @param fixed whether somebody asked for this very port; a default moves when it is taken
 */
public record Port(int number, boolean fixed) {
  private static final int TRIES = 100;

  /**
   * The port itself, or the next free one when it may move.
   *
   * @param variable the setting, for the error
   * @throws ConfigurationException when a fixed port is taken, or none is free
   */
  public int choose(String host, String variable) {
    for (int port = number; port < Math.min(65_536, number + (fixed ? 1 : TRIES)); port++) {
      if (isFree(host, port)) {
        return port;
      }
    }
    throw new ConfigurationException(
        variable + ": port " + number + " of " + host + " is taken. Choose another one.");
  }

  private static boolean isFree(String host, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
      return true;
    } catch (IOException _) {
      return false;
    }
  }
}
