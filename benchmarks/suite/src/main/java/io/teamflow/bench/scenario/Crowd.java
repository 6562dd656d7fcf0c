package io.teamflow.bench.scenario;

import io.teamflow.bench.socket.SocketLoad;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The sockets that put a server under load. They stay open between measurements, or come for each
 * when those of two sides together would be more than a process may have open.
 */
final class Crowd implements AutoCloseable {
  /** Lets everybody in. */
  interface Opening {
    SocketLoad open() throws IOException, InterruptedException;
  }

  private final Opening opening;
  private final boolean stays;
  private @Nullable SocketLoad there;

  Crowd(Opening opening, boolean stays) {
    this.opening = opening;
    this.stays = stays;
  }

  /** The sockets, let in if they are not. */
  SocketLoad come() throws IOException, InterruptedException {
    SocketLoad load = there == null ? opening.open() : there;
    there = load;
    return load;
  }

  /** A measurement is over. */
  void rest() throws IOException {
    if (!stays) {
      close();
    }
  }

  @Override
  public void close() throws IOException {
    SocketLoad load = there;
    there = null;
    if (load != null) {
      load.close();
    }
  }
}
