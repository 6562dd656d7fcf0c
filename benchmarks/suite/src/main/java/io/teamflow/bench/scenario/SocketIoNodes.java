package io.teamflow.bench.scenario;

import io.teamflow.bench.load.ServerProcess;
import io.teamflow.bench.measure.ProcessCpu;
import io.teamflow.driver.RedisProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Some processes of Socket.IO that tell each other through a Redis, as its adapter does it. */
final class SocketIoNodes implements AutoCloseable {
  static final String WORDS = "Socket.IO and Redis";

  private final RedisProcess redis;
  private final List<ServerProcess> all = new ArrayList<>();

  private SocketIoNodes(RedisProcess redis) {
    this.redis = redis;
  }

  /**
   * Starts the processes.
   *
   * @param redis is closed with them
   * @param peers the folder of the peers
   * @param bytes of an event, as long as TeamFlow's
   */
  static SocketIoNodes start(RedisProcess redis, Path peers, int count, int bytes)
      throws IOException {
    SocketIoNodes nodes = new SocketIoNodes(redis);
    try {
      for (int i = 0; i < count; i++) {
        nodes.all.add(Peer.SOCKET_IO.startJoined(peers, bytes, nodes.redis.uri()));
      }
      return nodes;
    } catch (IOException e) {
      nodes.close();
      throw e;
    }
  }

  /** Where they serve. */
  List<URI> uris() {
    return all.stream().map(ServerProcess::uri).toList();
  }

  /** What they and Redis have used since they started, in seconds. */
  double serverCpu() {
    return ProcessCpu.seconds(redis.pid())
        + all.stream().mapToDouble(server -> ProcessCpu.seconds(server.pid())).sum();
  }

  @Override
  public void close() throws IOException {
    for (ServerProcess server : all) {
      server.close();
    }
    redis.close();
  }
}
