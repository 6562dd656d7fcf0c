package io.teamflow.bench.scenario;

import io.teamflow.bench.ceiling.PeerDatabase;
import io.teamflow.bench.load.ServerProcess;
import io.teamflow.bench.socket.Dialect;
import io.teamflow.bench.socket.NchanDialect;
import io.teamflow.bench.socket.PlainDialect;
import io.teamflow.bench.socket.SocketIoDialect;
import io.teamflow.driver.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A server of {@code benchmarks/peers} that TeamFlow is measured against. */
enum Peer {
  SOCKET_IO("Socket.IO", "socketio.js"),
  WS("ws", "ws.js"),
  BUN("Bun", "bun.js"),
  NCHAN("Nchan", "");

  static final String HOW_TO_GET =
      "needs Node 20 or newer and `npm ci` in benchmarks/peers (./teamflow bench does it)";

  private final String words;
  private final String program;

  Peer(String words, String program) {
    this.words = words;
    this.program = program;
  }

  String words() {
    return words;
  }

  Dialect dialect() {
    return switch (this) {
      case SOCKET_IO -> new SocketIoDialect();
      case WS, BUN -> new PlainDialect();
      case NCHAN -> new NchanDialect(0);
    };
  }

  /** The same, with what the load must know to tell events of so many bytes. */
  Dialect dialect(int bytes) {
    return this == NCHAN ? new NchanDialect(bytes) : dialect();
  }

  /** How to get it; nothing when it is there. */
  String missing(Path peers) {
    if (this == NCHAN) {
      return Nchan.installed() ? "" : Nchan.HOW_TO_GET;
    }
    return installed(peers) ? "" : HOW_TO_GET;
  }

  /** Whether the packages of all but Nchan are there. */
  static boolean installed(Path peers) {
    return Files.isDirectory(peers.resolve("node_modules/ws"))
        && Files.isDirectory(peers.resolve("node_modules/fastify"));
  }

  /**
   * Starts it; it keeps nothing.
   *
   * @param peers the folder of the peers
   * @param bytes of an event, as long as TeamFlow's
   */
  ServerProcess start(Path peers, int bytes) throws IOException {
    return start(peers, bytes, Map.of());
  }

  /** The same that commits each message before it tells it. */
  ServerProcess startDurable(Path peers, int bytes, PeerDatabase database) throws IOException {
    return start(peers, bytes, database.variables());
  }

  /** The same that hears through a Redis what is told in others like it. */
  ServerProcess startJoined(Path peers, int bytes, String redis) throws IOException {
    return start(peers, bytes, Map.of("REDIS_URI", redis));
  }

  private ServerProcess start(Path peers, int bytes, Map<String, String> environment)
      throws IOException {
    return switch (this) {
      case SOCKET_IO, WS -> run(List.of("node", "--expose-gc"), peers, bytes, environment);
      case BUN ->
          run(
              List.of(peers.resolve("node_modules/.bin/bun").toString()),
              peers,
              bytes,
              environment);
      case NCHAN -> Nchan.start();
    };
  }

  private ServerProcess run(
      List<String> interpreter, Path peers, int bytes, Map<String, String> environment)
      throws IOException {
    List<String> command = new ArrayList<>(interpreter);
    command.add(peers.resolve(program).toString());
    command.add(Integer.toString(FreePorts.one()));
    command.add(Integer.toString(bytes));
    return ServerProcess.of(command, environment);
  }
}
