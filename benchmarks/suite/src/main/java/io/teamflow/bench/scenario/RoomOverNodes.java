package io.teamflow.bench.scenario;

import io.teamflow.bench.measure.Yield;
import io.teamflow.bench.report.Line;
import io.teamflow.bench.report.Unit;
import io.teamflow.bench.scenario.Workbench.Figure;
import io.teamflow.bench.socket.Heard;
import io.teamflow.bench.socket.SocketIoDialect;
import io.teamflow.bench.socket.SocketLoad;
import io.teamflow.bench.socket.TeamFlowDialect;
import io.teamflow.driver.ApiClient;
import io.teamflow.driver.RedisProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/**
 * One room whose sockets are spread over several nodes, against as many processes of Socket.IO that
 * tell each other through Redis. Everything runs on the same processors, so deliveries are counted
 * for the CPU of all servers of a side, Redis among them. Then what the way to another node adds:
 * at a moderate rate one node is spoken to, and its own sockets hear it and those of the others.
 *
 * @param nodes of each side, 2 or more
 * @param size sockets in the room
 * @param first messages in a second that any server passes on
 * @param moderate messages in a second while the way to another node is timed
 */
record RoomOverNodes(int nodes, int size, double first, double moderate) implements Scenario {
  private static final int SPEAKERS = 12;
  private static final double WANTED = 5;
  private static final int NODES_OF_WANTED = 3;
  private static final double HOP_MS_WANTED = 5;

  static RoomOverNodes over(int nodes) {
    return new RoomOverNodes(nodes, 1_000, 20, 50);
  }

  @Override
  public String id() {
    return "B3";
  }

  @Override
  public boolean needsGround() {
    return false;
  }

  @Override
  public List<Line> run(Workbench bench) throws IOException, InterruptedException {
    List<Line> lines = new ArrayList<>();
    Consumer<String> told = what -> bench.progress().accept(id() + " " + title() + ": " + what);
    told.accept("starting the nodes");
    try (Nodes ours = Nodes.start(nodes, bench.jvmFlags())) {
      ApiClient user = ApiClient.register(ours.uris().getFirst());
      List<String> room = Rooms.found(user, 1);
      int bytes = Rooms.bytesOfEvent(user, room.getFirst());
      try (SocketLoad load =
          SocketLoad.open(ours.uris(), new TeamFlowDialect(user.token()), room, size, SPEAKERS)) {
        lines.addAll(compare(bench, ours, load, room, bytes, told));
        lines.addAll(hop(bench, load, told));
      }
    }
    return lines;
  }

  private List<Line> compare(
      Workbench bench,
      Nodes ours,
      SocketLoad load,
      List<String> room,
      int bytes,
      Consumer<String> told)
      throws IOException, InterruptedException {
    if (!Peer.installed(bench.peers())) {
      return List.of(skipped(Peer.HOW_TO_GET));
    }
    RedisProcess redis;
    try {
      redis = RedisProcess.start();
    } catch (IOException e) {
      return List.of(skipped("needs a Redis that starts here: " + e.getMessage()));
    }
    RoomSide first =
        new RoomSide("TeamFlow", load, size, this.first, ours::serverCpu, ours::databaseCpu, told);
    try (SocketIoNodes theirs = SocketIoNodes.start(redis, bench.peers(), nodes, bytes);
        SocketLoad their =
            SocketLoad.open(theirs.uris(), new SocketIoDialect(), room, size, SPEAKERS)) {
      RoomSide second =
          new RoomSide(
              SocketIoNodes.WORDS, their, size, this.first, theirs::serverCpu, () -> 0, told);
      return bench.compareRooms(
          List.of(
              new Figure(Yield.PER_CPU, nodes == NODES_OF_WANTED ? WANTED : null),
              new Figure(Yield.PER_SERVER_CPU, null)),
          id(),
          title(),
          first,
          second,
          Rooms.ceiling(bytes, bench.plan().trial()));
    }
  }

  private String title() {
    return "one room × %,d over %d nodes".formatted(size, nodes);
  }

  private Line skipped(String why) {
    return Line.skipped(id(), title(), "TeamFlow", SocketIoNodes.WORDS, Yield.PER_CPU, why);
  }

  private List<Line> hop(Workbench bench, SocketLoad load, Consumer<String> told)
      throws IOException, InterruptedException {
    List<Double> here = new ArrayList<>();
    List<Double> added = new ArrayList<>();
    String note = "";
    for (int round = 1; round <= bench.plan().rounds(); round++) {
      told.accept("the way to another node, round " + round + " of " + bench.plan().rounds());
      load.speakOn(0, moderate, bench.plan().trial().dividedBy(2)); // idle nodes are slow at first
      Heard heard = load.speakOn(0, moderate, bench.plan().trial());
      Histogram elsewhere = heard.byServer().get(1).copy();
      heard.byServer().stream().skip(2).forEach(elsewhere::add);
      double own = p99Ms(heard.byServer().getFirst());
      here.add(own);
      added.add(p99Ms(elsewhere) - own);
      note = heard.whole() ? note : "not all was delivered: " + heard.failure();
    }
    String at = ", %,.0f deliveries/s".formatted(moderate * size);
    return List.of(
        Line.absolute(
            id(), title(), "p99 on the node that was told" + at, Unit.MS, here, null, note),
        Line.absolute(
            id(), title(), "added to p99 on another node", Unit.MS, added, HOP_MS_WANTED, note));
  }

  private static double p99Ms(Histogram latency) {
    return latency.getValueAtPercentile(99) / 1e6;
  }
}
