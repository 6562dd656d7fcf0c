package io.teamflow.bench.scenario;

import io.teamflow.bench.report.Line;
import java.io.IOException;
import java.util.List;

/** One question asked of TeamFlow. */
public sealed interface Scenario
    permits SignedIn,
        Reads,
        TaskWrites,
        Chat,
        Rooms,
        RoomOverNodes,
        NodeToNode,
        IdleSockets,
        Storm,
        SlowReaders,
        StartUp,
        TaskApi,
        DurableRooms {
  /** All of them, in the order of their ids. */
  static List<Scenario> all() {
    return List.of(
        new SignedIn(),
        new Reads(),
        new TaskWrites(),
        new Chat(),
        Rooms.one(),
        Rooms.large(),
        Rooms.many(),
        RoomOverNodes.over(2),
        RoomOverNodes.over(3),
        new NodeToNode(),
        new IdleSockets(2_000, 12_000),
        new Storm(20, 50),
        SlowReaders.full(),
        new TaskApi(8),
        new DurableRooms(10, 100),
        new StartUp(true));
  }

  /** Such as {@code S1}. */
  String id();

  /** Whether it measures the one node that it is given; others start nodes of their own. */
  default boolean needsGround() {
    return true;
  }

  /** About how many pairs of sides it measures, to tell how long a run will take. */
  default int comparisons() {
    return 2;
  }

  /** Measures it; one line for each pair of sides. */
  List<Line> run(Workbench bench) throws IOException, InterruptedException;
}
