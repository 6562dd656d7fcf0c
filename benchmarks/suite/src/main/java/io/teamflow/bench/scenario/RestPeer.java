package io.teamflow.bench.scenario;

import io.teamflow.bench.ceiling.PeerDatabase;
import io.teamflow.bench.load.ServerProcess;
import io.teamflow.driver.FreePorts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Fastify and pg: the peer that serves tasks over HTTP, from a database beside the node's. */
final class RestPeer {
  static final String WORDS = "Fastify + pg";

  private RestPeer() {}

  /**
   * Starts it.
   *
   * @param peers the folder of the peers
   */
  static ServerProcess start(Path peers, PeerDatabase database) throws IOException {
    return ServerProcess.of(
        List.of("node", peers.resolve("fastify.js").toString(), Integer.toString(FreePorts.one())),
        database.variables());
  }
}
