package io.teamflow.bench.scenario;

import io.teamflow.bench.load.ServerProcess;
import io.teamflow.bench.measure.Comparison;
import io.teamflow.bench.measure.ProcessCpu;
import io.teamflow.bench.measure.Yield;
import io.teamflow.bench.report.Line;
import io.teamflow.bench.socket.BlastServer;
import io.teamflow.bench.socket.PlainDialect;
import io.teamflow.bench.socket.TeamFlowDialect;
import io.teamflow.driver.ApiClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All sockets come back at once, as after a restart of the network: each is opened, identifies
 * itself and joins a room, up to a hundred at the same time. TeamFlow looks at the token, which it
 * has seen before, and at who may read the room; Socket.IO lets everybody in.
 *
 * @param rooms how many there are
 * @param size sockets in each
 */
record Storm(int rooms, int size) implements Scenario {
  private static final double WANTED = 3;

  /** No peer tells anything here. */
  private static final int BYTES = 400;

  @Override
  public String id() {
    return "B6";
  }

  @Override
  public List<Line> run(Workbench bench) throws IOException, InterruptedException {
    String title = "%,d sockets come, join and go".formatted(rooms * size);
    Peer peer = Peer.SOCKET_IO;
    if (!Peer.installed(bench.peers())) {
      return List.of(
          Line.skipped(id(), title, "TeamFlow", peer.words(), Yield.PER_CPU, Peer.HOW_TO_GET));
    }
    Ground ground = bench.ground();
    ApiClient user = ApiClient.register(ground.uri());
    List<String> projects = Rooms.found(user, rooms);
    try (ServerProcess server = peer.start(bench.peers(), BYTES)) {
      StormSide first =
          new StormSide(
              "TeamFlow",
              ground.uri(),
              new TeamFlowDialect(user.token()),
              projects,
              size,
              ground::serverCpu,
              ground::databaseCpu);
      StormSide second =
          new StormSide(
              peer.words(),
              server.uri(),
              peer.dialect(),
              projects,
              size,
              () -> ProcessCpu.seconds(server.pid()),
              () -> 0);
      Consumer<String> told = what -> bench.progress().accept(id() + " " + title + ": " + what);
      Comparison comparison = Comparison.run(first, second, bench.plan(), told);
      told.accept("the load driver alone");
      double ceiling = ceiling(bench);
      List<Line> lines = new ArrayList<>();
      for (Yield yield : List.of(Yield.PER_SECOND, Yield.PER_CPU, Yield.PER_SERVER_CPU)) {
        @Nullable Double wanted = yield == Yield.PER_SERVER_CPU ? null : WANTED;
        lines.add(
            Line.of(
                id(),
                title,
                first.name(),
                second.name(),
                yield,
                comparison,
                wanted,
                ceiling,
                null));
      }
      return lines;
    }
  }

  /** Sockets in a second at a server that lets in everybody and remembers nobody. */
  private double ceiling(Workbench bench) throws IOException, InterruptedException {
    try (ServerProcess blast =
        ServerProcess.program(BlastServer.class, List.of(Integer.toString(BYTES), "1"))) {
      StormSide alone =
          new StormSide(
              "the driver alone",
              blast.uri(),
              new PlainDialect(),
              List.of("speakers"),
              rooms * size,
              () -> 0,
              () -> 0);
      alone.run(bench.plan().trial().dividedBy(2));
      return alone.run(bench.plan().trial()).rate();
    }
  }
}
