package io.teamflow.bench.scenario;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.teamflow.bench.ceiling.PgBench;
import io.teamflow.bench.measure.Plan;
import io.teamflow.bench.measure.Trial;
import io.teamflow.bench.report.Line;
import io.teamflow.bench.report.Unit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each scenario runs and its work is really done. Nothing is said of how fast. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScenarioTest {
  private static final List<String> SOON = List.of("-Xmx512m", "-XX:TieredStopAtLevel=1");
  private static final Plan SMOKE = new Plan(Duration.ZERO, Duration.ofMillis(300), 1);
  private static final Path PEERS =
      Path.of(System.getProperty("teamflow.root"), "benchmarks", "peers");

  /** Units of figures that may be below nothing. */
  private static final Set<Unit> DIFFERENCES = Set.of(Unit.MS, Unit.MIB);

  private static final List<Scenario> MORE_OF_THE_SAME =
      List.of(RoomOverNodes.over(3), Rooms.large());

  private Ground ground;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    ground = Ground.start(SOON);
    installPeers(folder);
  }

  /** Without npm the lines of the peers are skipped, and say so. */
  private static void installPeers(Path folder) throws Exception {
    if (Peer.installed(PEERS)) {
      return;
    }
    // Never this JVM's own streams: Maven talks to it over them.
    Path said = folder.resolve("npm.log");
    try {
      Process npm =
          new ProcessBuilder("npm", "ci", "--no-audit", "--no-fund")
              .directory(PEERS.toFile())
              .redirectErrorStream(true)
              .redirectOutput(said.toFile())
              .start();
      npm.getOutputStream().close();
      if (!npm.waitFor(2, TimeUnit.MINUTES)) {
        npm.destroyForcibly();
      }
      if (!Peer.installed(PEERS)) {
        System.out.println("The peers are skipped, npm failed: " + Files.readString(said));
      }
    } catch (IOException e) {
      System.out.println("The peers are skipped, they need npm: " + e.getMessage());
    }
  }

  @AfterAll
  void close() throws Exception {
    ground.close();
  }

  static List<Scenario> scenarios() {
    return Scenario.all().stream()
        .filter(scenario -> !MORE_OF_THE_SAME.contains(scenario))
        .map(
            scenario ->
                switch (scenario) {
                  case Rooms rooms -> rooms.of(2, 5);
                  case RoomOverNodes _ -> new RoomOverNodes(2, 10, 20, 20);
                  case IdleSockets _ -> new IdleSockets(100, 400);
                  case SlowReaders _ -> new SlowReaders(20, 4, 50, 4_000);
                  case Storm _ -> new Storm(2, 5);
                  case TaskApi _ -> new TaskApi(1);
                  case DurableRooms _ -> new DurableRooms(2, 5);
                  case StartUp _ -> new StartUp(false);
                  default -> scenario;
                })
        .toList();
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void bothSidesOfEachLineDoTheWork(Scenario scenario) throws Exception {
    Optional<Ground> given = scenario.needsGround() ? Optional.of(ground) : Optional.empty();
    Workbench bench =
        new Workbench(given, SMOKE, PgBench.find(System.getenv("PATH")), PEERS, SOON, _ -> {});
    List<Line> lines = scenario.run(bench);
    assertFalse(lines.isEmpty());
    for (Line line : lines) {
      assertEquals(scenario.id(), line.scenario());
      if (line.verdict() == Line.Verdict.SKIPPED) {
        assertFalse(line.note().isEmpty(), "how to have it measured");
      } else {
        if (scenario instanceof IdleSockets) {
          continue; // of so few sockets memory says nothing, but all of them came
        }
        assertEquals("", line.note(), line.title());
        if (line.yield() == null) { // a figure of its own, without trials
          double least = requireNonNull(line.figure()).least();
          assertTrue(least > 0 || DIFFERENCES.contains(line.unit()), line.title());
          continue;
        }
        for (List<Trial> trials : List.of(line.firstTrials(), line.secondTrials())) {
          assertTrue(trials.getFirst().done() > 0, line.title());
        }
      }
    }
  }
}
