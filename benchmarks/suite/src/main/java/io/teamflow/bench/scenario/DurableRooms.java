package io.teamflow.bench.scenario;

import io.teamflow.bench.ceiling.PeerDatabase;
import io.teamflow.bench.load.ServerProcess;
import io.teamflow.bench.measure.ProcessCpu;
import io.teamflow.bench.measure.Yield;
import io.teamflow.bench.report.Line;
import io.teamflow.bench.scenario.Workbench.Figure;
import io.teamflow.bench.socket.Dialect;
import io.teamflow.bench.socket.SocketLoad;
import io.teamflow.bench.socket.TeamFlowDialect;
import io.teamflow.driver.ApiClient;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Chat that survives: said, committed, acknowledged and told to the room. The peers do what is
 * usually done, one INSERT for each message, on the same PostgreSQL. Each server is asked for the
 * most that it tells within 50 ms.
 *
 * @param rooms how many there are
 * @param size sockets in each
 */
record DurableRooms(int rooms, int size) implements Scenario {
  private static final double WANTED = 8;
  private static final int SPEAKERS = 16;

  /** Messages in a second that any server commits and passes on. */
  private static final double FIRST = 50;

  private static final List<Peer> PEERS = List.of(Peer.SOCKET_IO, Peer.BUN);

  @Override
  public String id() {
    return "B9";
  }

  @Override
  public int comparisons() {
    return 2 * PEERS.size();
  }

  @Override
  public List<Line> run(Workbench bench) throws IOException, InterruptedException {
    if (!Peer.installed(bench.peers())) {
      return PEERS.stream()
          .map(
              peer ->
                  Line.skipped(
                      id(), title(), "TeamFlow", words(peer), Yield.PER_CPU, Peer.HOW_TO_GET))
          .toList();
    }
    ApiClient user = ApiClient.register(bench.ground().uri());
    List<String> projects = Rooms.found(user, rooms);
    int bytes = Rooms.bytesOfEvent(user, projects.getFirst());
    List<Line> lines = new ArrayList<>();
    for (Peer peer : PEERS) {
      lines.addAll(measure(bench, user, projects, bytes, peer));
    }
    return lines;
  }

  private String title() {
    return "%d rooms × %d, each message committed".formatted(rooms, size);
  }

  private static String words(Peer peer) {
    return peer.words() + " + pg";
  }

  private List<Line> measure(
      Workbench bench, ApiClient user, List<String> projects, int bytes, Peer peer)
      throws IOException, InterruptedException {
    Consumer<String> told = what -> bench.progress().accept(id() + " " + title() + ": " + what);
    Ground ground = bench.ground();
    PeerDatabase database = PeerDatabase.of(ground.folder());
    try (ServerProcess server = peer.startDurable(bench.peers(), bytes, database);
        SocketLoad ours = open(ground.uri(), new TeamFlowDialect(user.token()), projects);
        SocketLoad theirs = open(server.uri(), peer.dialect(), projects)) {
      RoomSide first =
          new RoomSide("TeamFlow", ours, size, FIRST, ground::serverCpu, ground::databaseCpu, told);
      RoomSide second =
          new RoomSide(
              words(peer),
              theirs,
              size,
              FIRST,
              () -> ProcessCpu.seconds(server.pid()),
              ground::databaseCpu,
              told);
      return bench.compareRooms(
          List.of(new Figure(Yield.PER_CPU, WANTED), new Figure(Yield.PER_SECOND, WANTED)),
          id(),
          title(),
          first,
          second,
          Rooms.ceiling(bytes, bench.plan().trial()));
    }
  }

  private SocketLoad open(URI server, Dialect dialect, List<String> projects)
      throws IOException, InterruptedException {
    return SocketLoad.open(server, dialect, projects, size, SPEAKERS);
  }
}
