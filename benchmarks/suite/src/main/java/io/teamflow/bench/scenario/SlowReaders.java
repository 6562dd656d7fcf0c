package io.teamflow.bench.scenario;

import io.teamflow.bench.load.ServerProcess;
import io.teamflow.bench.measure.HeapMemory;
import io.teamflow.bench.measure.ResidentMemory;
import io.teamflow.bench.report.Line;
import io.teamflow.bench.report.Unit;
import io.teamflow.bench.socket.Dialect;
import io.teamflow.bench.socket.Heard;
import io.teamflow.bench.socket.SocketLoad;
import io.teamflow.bench.socket.TeamFlowDialect;
import io.teamflow.driver.ApiClient;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some sockets of a room stop reading: what that does to the others and to the memory of the
 * server. In each round the same sockets hear the same first with all reading and then without. So
 * much is said that what the kernel holds for a socket is full in the middle of a measurement,
 * which takes ten seconds at least.
 *
 * @param size sockets in the room
 * @param slow how many of them stop reading
 * @param rate messages in a second
 * @param length characters of a message
 */
record SlowReaders(int size, int slow, double rate, int length) implements Scenario {
  private static final double TIMES_WANTED = 1.2;
  private static final double MIB_WANTED = 64;
  private static final double MIB = 1024 * 1024;
  private static final int SPEAKERS = 4;

  /** In less time nobody is slow for the server; in a plan of less than a second nothing counts. */
  private static final Duration TRIAL_MIN = Duration.ofSeconds(10);

  /** Reads the memory of a process. */
  private interface Reading {
    long bytes(long pid) throws IOException, InterruptedException;
  }

  /** What came of it, round by round. */
  private record Rounds(
      List<Double> times, List<Double> heap, List<Double> resident, List<String> notes) {
    String note() {
      return notes.isEmpty() ? "" : notes.getFirst();
    }
  }

  static SlowReaders full() {
    return new SlowReaders(200, 50, 200, 4_000);
  }

  @Override
  public String id() {
    return "B7";
  }

  @Override
  public int comparisons() {
    return 3;
  }

  @Override
  public List<Line> run(Workbench bench) throws IOException, InterruptedException {
    ApiClient user = ApiClient.register(bench.ground().uri());
    List<String> room = Rooms.found(user, 1);
    Rounds ours =
        measure(
            bench,
            "TeamFlow",
            bench.ground().uri(),
            new TeamFlowDialect(user.token()),
            room,
            bench.ground().nodePid(),
            HeapMemory::used,
            ResidentMemory::ofJvm);
    List<Line> lines = new ArrayList<>();
    lines.add(line("TeamFlow: p99 of the others", Unit.TIMES, ours.times, TIMES_WANTED, ours));
    lines.add(line("TeamFlow: growth of the heap", Unit.MIB, ours.heap, MIB_WANTED, ours));
    lines.add(line("TeamFlow: growth of the process", Unit.MIB, ours.resident, null, ours));
    for (Peer peer : Peer.installed(bench.peers()) ? List.of(Peer.WS, Peer.BUN) : List.<Peer>of()) {
      try (ServerProcess server = peer.start(bench.peers(), length)) {
        Rounds theirs =
            measure(
                bench,
                peer.words(),
                server.uri(),
                peer.dialect(length),
                room,
                server.pid(),
                _ -> 0,
                ResidentMemory::ofPeer);
        String name = peer.words();
        lines.add(line(name + ": p99 of the others", Unit.TIMES, theirs.times, null, theirs));
        lines.add(line(name + ": growth of the process", Unit.MIB, theirs.resident, null, theirs));
      }
    }
    return lines;
  }

  private Line line(
      String what, Unit unit, List<Double> values, @Nullable Double wanted, Rounds rounds) {
    String title = "%d of %d stop reading".formatted(slow, size);
    return Line.absolute(id(), title, what, unit, values, wanted, rounds.note());
  }

  private Rounds measure(
      Workbench bench,
      String name,
      URI server,
      Dialect dialect,
      List<String> room,
      long pid,
      Reading heap,
      Reading resident)
      throws IOException, InterruptedException {
    Rounds rounds =
        new Rounds(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    Duration planned = bench.plan().trial();
    boolean counts = planned.toSeconds() > 0 && planned.compareTo(TRIAL_MIN) < 0;
    Duration trial = counts ? TRIAL_MIN : planned;
    for (int round = 1; round <= bench.plan().rounds(); round++) {
      bench.progress().accept("%s %s, round %d".formatted(id(), name, round));
      try (SocketLoad load = SocketLoad.open(server, dialect, room, size, SPEAKERS)) {
        load.speakAtLength(length);
        if (round == 1 && bench.plan().warmUp().isPositive()) {
          load.speak(rate, bench.plan().warmUp());
        }
        Heard all = load.speak(rate, trial);
        long heapBefore = heap.bytes(pid);
        long residentBefore = resident.bytes(pid);
        load.stopReading(slow);
        Heard others = load.speak(rate, trial);
        rounds.heap.add((heap.bytes(pid) - heapBefore) / MIB);
        rounds.resident.add((resident.bytes(pid) - residentBefore) / MIB);
        rounds.times.add(others.p99Ms() / all.p99Ms());
        bench
            .progress()
            .accept("%s p99 %.1f ms, then %.1f ms".formatted(id(), all.p99Ms(), others.p99Ms()));
        if (!all.whole() || !others.whole()) {
          rounds.notes.add("not all was delivered: " + others.failure());
        }
      }
    }
    return rounds;
  }
}
