package io.teamflow.bench.scenario;

import io.teamflow.bench.load.ServerProcess;
import io.teamflow.bench.measure.Comparison;
import io.teamflow.bench.measure.ResidentMemory;
import io.teamflow.bench.measure.Trial;
import io.teamflow.bench.measure.Yield;
import io.teamflow.bench.report.Line;
import io.teamflow.bench.report.Unit;
import io.teamflow.bench.socket.Dialect;
import io.teamflow.bench.socket.SocketLoad;
import io.teamflow.bench.socket.TeamFlowDialect;
import io.teamflow.driver.ApiClient;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What a socket costs that is in a room where nobody speaks: resident memory of the server's
 * process, the slope between few sockets and many, each time after the server collected its
 * garbage. Buffers of the kernel are not in it. Each reading is of a fresh server that has had few
 * sockets come and go, so that its code is warm and no memory is left of more sockets than the
 * first reading counts. The node's heap is told to follow what lives in it; otherwise its size
 * would be measured.
 *
 * @param few sockets at the first reading
 * @param many sockets at the second
 */
record IdleSockets(int few, int many) implements Scenario {
  private static final double KIB_WANTED = 8;
  private static final int ROOMS = 20;
  private static final double KIB = 1024;

  /** No peer tells anything here. */
  private static final int BYTES = 400;

  /** Of the warm-up of a plan: each round has a fresh one. */
  private static final int WARM_UP_SHARE = 3;

  private static final List<String> HEAP =
      List.of("-Xms32m", "-XX:MinHeapFreeRatio=5", "-XX:MaxHeapFreeRatio=10");

  /** Reads the memory of a process. */
  private interface Reading {
    long bytes(long pid) throws IOException, InterruptedException;
  }

  @Override
  public String id() {
    return "B5";
  }

  @Override
  public int comparisons() {
    return 4;
  }

  @Override
  public boolean needsGround() {
    return false;
  }

  @Override
  public List<Line> run(Workbench bench) throws IOException, InterruptedException {
    String title = "an idle socket, %,d to %,d".formatted(few, many);
    List<Peer> peers =
        Peer.installed(bench.peers()) ? List.of(Peer.SOCKET_IO, Peer.WS, Peer.BUN) : List.of();
    List<Trial> ours = new ArrayList<>();
    Map<Peer, List<Trial>> theirs = new EnumMap<>(Peer.class);
    for (int round = 1; round <= bench.plan().rounds(); round++) {
      bench.progress().accept(id() + " round " + round + " of " + bench.plan().rounds());
      ours.add(ofTeamFlow(bench));
      for (Peer peer : peers) {
        theirs.computeIfAbsent(peer, _ -> new ArrayList<>()).add(ofPeer(bench, peer));
      }
    }
    List<Line> lines = new ArrayList<>();
    List<Double> kib = ours.stream().map(trial -> trial.bytes() / KIB / trial.done()).toList();
    String note = new Comparison(ours, List.of()).failures();
    lines.add(Line.absolute(id(), title, "TeamFlow's memory", Unit.KIB, kib, KIB_WANTED, note));
    theirs.forEach(
        (peer, trials) -> {
          Comparison comparison = new Comparison(ours, trials);
          String words = peer.words();
          lines.add(
              Line.of(id(), title, "TeamFlow", words, Yield.PER_MIB, comparison, null, null, null));
        });
    if (peers.isEmpty()) {
      lines.add(Line.skipped(id(), title, "TeamFlow", "peers", Yield.PER_MIB, Peer.HOW_TO_GET));
    }
    return lines;
  }

  private Trial ofTeamFlow(Workbench bench) throws IOException, InterruptedException {
    List<String> flags = new ArrayList<>(bench.jvmFlags());
    flags.addAll(HEAP);
    try (Ground ground = Ground.start(flags)) {
      ApiClient user = ApiClient.register(ground.uri());
      List<String> projects = Rooms.found(user, ROOMS);
      Dialect dialect = new TeamFlowDialect(user.token());
      return measure(
          bench, ground.uri(), dialect, projects, ground.nodePid(), ResidentMemory::ofJvm);
    }
  }

  private Trial ofPeer(Workbench bench, Peer peer) throws IOException, InterruptedException {
    List<String> rooms = new ArrayList<>();
    for (int i = 0; i < ROOMS; i++) {
      rooms.add(UUID.randomUUID().toString());
    }
    try (ServerProcess server = peer.start(bench.peers(), BYTES)) {
      return measure(
          bench, server.uri(), peer.dialect(), rooms, server.pid(), ResidentMemory::ofPeer);
    }
  }

  private Trial measure(
      Workbench bench, URI server, Dialect dialect, List<String> rooms, long pid, Reading memory)
      throws IOException, InterruptedException {
    int first = few / ROOMS;
    int more = (many - few) / ROOMS;
    Duration warmUp = bench.plan().warmUp().dividedBy(WARM_UP_SHARE);
    new StormSide("warm-up", server, dialect, rooms, first, () -> 0, () -> 0).run(warmUp);
    try (SocketLoad _ = SocketLoad.open(server, dialect, rooms, first, 0)) {
      long before = memory.bytes(pid);
      try (SocketLoad _ = SocketLoad.open(server, dialect, rooms, more, 0)) {
        long bytes = memory.bytes(pid) - before;
        return Trial.ofMemory((long) more * ROOMS, bytes);
      }
    }
  }
}
