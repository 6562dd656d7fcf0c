package io.teamflow.bench.scenario;

import io.teamflow.bench.ceiling.PeerDatabase;
import io.teamflow.bench.load.Recorded;
import io.teamflow.bench.load.ServerProcess;
import io.teamflow.bench.load.Speaker;
import io.teamflow.bench.measure.Yield;
import io.teamflow.bench.report.Line;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tasks over HTTP against Fastify and pg doing the same work on the same PostgreSQL: it knows who
 * asks and asks the database whether they may, keeps lists by the board that they show, and writes
 * row, history, event and board counter in one transaction.
 *
 * @param boards how many there are, of 50 tasks each
 */
record TaskApi(int boards) implements Scenario {
  private static final double WANTED_OF_LISTS = 5;
  private static final double WANTED_OF_A_TASK = 2.5;

  @Override
  public String id() {
    return "B8";
  }

  @Override
  public int comparisons() {
    return 6;
  }

  @Override
  public List<Line> run(Workbench bench) throws IOException, InterruptedException {
    if (!Peer.installed(bench.peers())) {
      return List.of(
          Line.skipped(id(), "tasks", "TeamFlow", RestPeer.WORDS, Yield.PER_CPU, Peer.HOW_TO_GET));
    }
    PeerDatabase database = PeerDatabase.of(bench.ground().folder());
    try (ServerProcess server = RestPeer.start(bench.peers(), database)) {
      return new Measurement(
              bench,
              server,
              TaskBoards.plant(bench.ground().uri(), boards),
              TaskBoards.plant(server.uri(), boards))
          .run();
    }
  }

  /** The two sides of one run. */
  private record Measurement(
      Workbench bench, ServerProcess server, TaskBoards ours, TaskBoards theirs) {

    /**
     * Reads first: writes move the boards on. The longest way comes last of them: a node that has
     * just begun is still compiling when the warm-up of what comes first is over.
     */
    List<Line> run() throws IOException, InterruptedException {
      Recorded list = ours.exampleOfList();
      requireAlike(list, theirs.exampleOfList());
      requireAlike(ours.exampleOfTask(), theirs.exampleOfTask());
      List<Line> lines = new ArrayList<>();
      compare("list of 50, cached", ours.lists(), theirs.lists(), WANTED_OF_LISTS, list, lines);
      compare(
          "list of 50, unchanged (304)",
          ours.unchangedLists(),
          theirs.unchangedLists(),
          WANTED_OF_LISTS,
          null,
          lines);
      compare("a task", ours.gets(), theirs.gets(), WANTED_OF_A_TASK, ours.exampleOfTask(), lines);
      compare("list of 50, cold", ours.coldLists(), theirs.coldLists(), null, list, lines);
      compare("create task", ours.creates(), theirs.creates(), null, null, lines);
      compare(
          "70 get and list, 20 patch, 10 create", ours.mixed(), theirs.mixed(), null, null, lines);
      return lines;
    }

    /** Nobody is to win by saying less. */
    private static void requireAlike(Recorded one, Recorded other) throws IOException {
      int first = one.body().length;
      int second = other.body().length;
      if (Math.abs(first - second) * 20 > first) {
        throw new IOException("Answers of %d and %d bytes".formatted(first, second));
      }
    }

    private void compare(
        String title,
        List<Speaker> first,
        List<Speaker> second,
        @Nullable Double wanted,
        @Nullable Recorded example,
        List<Line> lines)
        throws IOException, InterruptedException {
      lines.addAll(
          bench.compareBy(
              List.of(Yield.PER_CPU, Yield.PER_SECOND),
              "B8",
              title,
              bench.node("TeamFlow", first),
              bench.beside(RestPeer.WORDS, server, second),
              wanted,
              example));
    }
  }
}
