package io.teamflow.bench.scenario;

import io.teamflow.bench.load.ServerProcess;
import io.teamflow.bench.socket.Dialect;
import io.teamflow.bench.socket.PlainDialect;
import io.teamflow.bench.socket.SocketIoDialect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A server of {@code benchmarks/peers} that TeamFlow is measured against. */
enum Peer {
  SOCKET_IO("Socket.IO", "node", "socketio.js"),
  WS("ws", "node", "ws.js"),
  BUN("Bun", "node_modules/.bin/bun", "bun.js");

  static final String HOW_TO_GET =
      "needs Node 20 or newer and `npm ci` in benchmarks/peers (./teamflow bench does it)";

  private final String words;
  private final String runtime;
  private final String program;

  Peer(String words, String runtime, String program) {
    this.words = words;
    this.runtime = runtime;
    this.program = program;
  }

  String words() {
    return words;
  }

  Dialect dialect() {
    return switch (this) {
      case SOCKET_IO -> new SocketIoDialect();
      case WS, BUN -> new PlainDialect();
    };
  }

  /** Whether its packages are there. */
  static boolean installed(Path peers) {
    return Files.isDirectory(peers.resolve("node_modules/ws"));
  }

  /**
   * Starts it.
   *
   * @param peers the folder of the peers
   * @param bytes of an event, as long as TeamFlow's
   */
  ServerProcess start(Path peers, int bytes) throws IOException {
    String command = runtime.contains("/") ? peers.resolve(runtime).toString() : runtime;
    return ServerProcess.of(
        List.of(
            command,
            peers.resolve(program).toString(),
            Integer.toString(ServerProcess.freePort()),
            Integer.toString(bytes)));
  }
}
