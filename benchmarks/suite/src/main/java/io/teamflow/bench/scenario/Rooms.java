package io.teamflow.bench.scenario;

import io.teamflow.bench.load.ServerProcess;
import io.teamflow.bench.measure.ProcessCpu;
import io.teamflow.bench.measure.Yield;
import io.teamflow.bench.report.Line;
import io.teamflow.bench.scenario.Workbench.Figure;
import io.teamflow.bench.socket.BlastServer;
import io.teamflow.bench.socket.Dialect;
import io.teamflow.bench.socket.PlainDialect;
import io.teamflow.bench.socket.SocketLoad;
import io.teamflow.bench.socket.TeamFlowDialect;
import io.teamflow.driver.ApiClient;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * What is said in a room is told to everybody there: deliveries for the CPU that they cost. Each
 * server is asked for the most that it delivers within 50 ms. TeamFlow commits each message before
 * it tells it; the peers forget theirs.
 *
 * @param rooms how many there are
 * @param size sockets in each
 * @param first messages in a second that any server passes on
 */
record Rooms(String id, int rooms, int size, double first, List<Rival> rivals) implements Scenario {
  private static final int SPEAKERS = 16;

  /** Of both sides, in the process that puts the load; it may have 20,000 files open. */
  private static final int SOCKETS_MAX = 18_000;

  /** A peer, and by how much it is to be beaten; 0 when no figure is set. */
  record Rival(Peer peer, double wanted) {}

  static Rooms one() {
    return new Rooms(
        "B1",
        1,
        1_000,
        20,
        List.of(
            new Rival(Peer.SOCKET_IO, 50),
            new Rival(Peer.WS, 1),
            new Rival(Peer.BUN, 1.2),
            new Rival(Peer.NCHAN, 0)));
  }

  /** So many that a server cannot have more than some of them, and the load only one side's. */
  static Rooms large() {
    return new Rooms("B1", 1, 10_000, 2, one().rivals());
  }

  static Rooms many() {
    return new Rooms(
        "B2", 1_000, 10, 1_000, List.of(new Rival(Peer.SOCKET_IO, 4), new Rival(Peer.BUN, 1)));
  }

  /** The same question of fewer and smaller rooms. */
  Rooms of(int fewer, int smaller) {
    return new Rooms(id, fewer, smaller, first, rivals);
  }

  @Override
  public int comparisons() {
    return 2 * rivals.size(); // of the most that is told soon, and at all
  }

  @Override
  public List<Line> run(Workbench bench) throws IOException, InterruptedException {
    Ground ground = bench.ground();
    ApiClient user = ApiClient.register(ground.uri());
    List<String> projects = found(user, rooms);
    int bytes = bytesOfEvent(user, projects.getFirst());
    double ceiling = ceiling(bytes, bench.plan().trial());
    List<Line> lines = new ArrayList<>();
    try (Crowd ours = crowd(ground.uri(), new TeamFlowDialect(user.token()), projects)) {
      RoomSide node =
          new RoomSide(
              "TeamFlow",
              ours,
              size,
              first,
              ground::serverCpu,
              ground::databaseCpu,
              what -> tell(bench, what));
      for (Rival rival : rivals) {
        String missing = rival.peer().missing(bench.peers());
        if (missing.isEmpty()) {
          lines.addAll(measure(bench, node, projects, bytes, ceiling, rival));
        } else {
          String words = rival.peer().words();
          lines.add(Line.skipped(id, title(), "TeamFlow", words, Yield.PER_SERVER_CPU, missing));
        }
      }
    }
    return lines;
  }

  private void tell(Workbench bench, String what) {
    bench.progress().accept(id + " " + title() + ": " + what);
  }

  /** New projects, each a room. */
  static List<String> found(ApiClient user, int count) throws IOException, InterruptedException {
    List<String> projects = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      projects.add(user.newProject().toString());
    }
    return projects;
  }

  private String title() {
    return rooms == 1 ? "one room × %,d".formatted(size) : "%,d rooms × %d".formatted(rooms, size);
  }

  /** Without what keeping the messages costs, which no peer does, and with it. */
  private List<Line> measure(
      Workbench bench, RoomSide node, List<String> projects, int bytes, double ceiling, Rival rival)
      throws IOException, InterruptedException {
    try (ServerProcess server = rival.peer().start(bench.peers(), bytes);
        Crowd theirs = crowd(server.uri(), rival.peer().dialect(bytes), projects)) {
      RoomSide peer =
          new RoomSide(
              rival.peer().words(),
              theirs,
              size,
              first,
              () -> ProcessCpu.seconds(server.pid()),
              () -> 0,
              what -> tell(bench, what));
      return bench.compareRooms(
          List.of(
              new Figure(Yield.PER_SERVER_CPU, rival.wanted() > 0 ? rival.wanted() : null),
              new Figure(Yield.PER_CPU, null)),
          id,
          title(),
          node,
          peer,
          ceiling);
    }
  }

  private Crowd crowd(URI server, Dialect dialect, List<String> projects) {
    return new Crowd(
        () -> SocketLoad.open(server, dialect, projects, size, SPEAKERS),
        2 * rooms * size <= SOCKETS_MAX);
  }

  /** What the load counts in a second when a server writes all it can. */
  static double ceiling(int bytes, Duration time) throws IOException, InterruptedException {
    int together = 32;
    int sockets = time.toSeconds() < 1 ? 50 : 1_000; // in a moment nothing is to be learnt
    try (ServerProcess blast =
            ServerProcess.program(
                BlastServer.class, List.of(Integer.toString(bytes), Integer.toString(together)));
        SocketLoad load =
            SocketLoad.open(blast.uri(), new PlainDialect(), List.of("room"), sockets, 1)) {
      load.speak(200, time.dividedBy(2));
      return load.speak(1_000, time).rate();
    }
  }

  /** How long TeamFlow's event is. */
  static int bytesOfEvent(ApiClient user, String project) throws IOException, InterruptedException {
    String words = "t=1234567890123456789 who has time to look before the call at eleven?";
    return Greeting.heard(user, UUID.fromString(project), words).toString().length();
  }
}
