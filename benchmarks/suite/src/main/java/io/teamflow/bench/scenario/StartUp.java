package io.teamflow.bench.scenario;

import io.teamflow.bench.report.Line;
import io.teamflow.bench.report.Unit;
import io.teamflow.driver.ApiClient;
import io.teamflow.driver.NodeProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How long it takes from the start of a process until its node is ready and a first message has
 * been said and heard; then until a second node has joined it. The first node brings up a database
 * whose folder exists already, and both start from a cache that the JVM made of an earlier start,
 * as {@code ./teamflow} starts nodes. Seconds on the clock, the start of the JVM among them.
 *
 * @param trained without it there is no cache, and the start takes about twice as long
 */
record StartUp(boolean trained) implements Scenario {
  private static final double READY_WANTED = 1.5;
  private static final double JOINED_WANTED = 3;

  @Override
  public String id() {
    return "B10";
  }

  @Override
  public boolean needsGround() {
    return false;
  }

  @Override
  public List<Line> run(Workbench bench) throws IOException, InterruptedException {
    try (DataFolder folder = DataFolder.create()) {
      List<String> flags = new ArrayList<>(bench.jvmFlags());
      if (trained) {
        bench.progress().accept(id() + " the JVM learns from a start");
        flags.add("-XX:AOTCache=" + train(folder.path(), flags));
      }
      NodeProcess earlier = start(folder.path(), flags);
      ApiClient user;
      UUID project;
      try {
        user = ApiClient.register(earlier.awaitReady().uri());
        project = user.newProject();
        Greeting.heard(user, project, "hello"); // so that this JVM knows how
      } finally {
        stop(earlier);
      }
      Seconds seconds = new Seconds(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
      for (int round = 1; round <= bench.plan().rounds(); round++) {
        bench.progress().accept(id() + " round " + round + " of " + bench.plan().rounds());
        round(folder.path(), flags, user, project, seconds);
      }
      return List.of(
          line("start to ready", "a node and its database", seconds.ready, READY_WANTED),
          line("start to first message", "the same, said and heard", seconds.heard, null),
          line("start to joined", "a second node", seconds.joined, JOINED_WANTED));
    }
  }

  /** What was measured, round by round. */
  private record Seconds(List<Double> ready, List<Double> heard, List<Double> joined) {}

  private static void round(
      Path folder, List<String> flags, ApiClient user, UUID project, Seconds seconds)
      throws IOException, InterruptedException {
    long begin = System.nanoTime();
    NodeProcess first = start(folder, flags);
    try {
      first.awaitReady();
      seconds.ready.add(since(begin));
      Greeting.heard(user.at(first.uri()), project, "hello");
      seconds.heard.add(since(begin));
      begin = System.nanoTime();
      NodeProcess second = start(folder, flags);
      try {
        second.awaitReady();
        seconds.joined.add(since(begin));
        if (!second.log().contains("cluster of 2")) {
          throw new IOException("The second node did not join:\n" + second.log());
        }
      } finally {
        stop(second);
      }
    } finally {
      stop(first);
    }
  }

  private Line line(String title, String what, List<Double> values, @Nullable Double wanted) {
    String cache = trained ? "" : ", without a cache";
    return Line.absolute(id(), title, what + cache, Unit.SECONDS, values, wanted, "");
  }

  /** The cache that a JVM writes at the end of a run (JEP 514). */
  private static Path train(Path folder, List<String> flags)
      throws IOException, InterruptedException {
    Path cache = folder.resolve("node.aot");
    List<String> learning = new ArrayList<>(flags);
    learning.add("-XX:AOTCacheOutput=" + cache);
    NodeProcess node = NodeProcess.train(folder, Ground.ownPorts(), learning);
    node.awaitExit();
    if (!Files.exists(cache)) {
      throw new IOException("The JVM made no cache:\n" + node.log());
    }
    return cache;
  }

  private static NodeProcess start(Path folder, List<String> flags) throws IOException {
    return NodeProcess.start(folder, Ground.ownPorts(), flags);
  }

  private static void stop(NodeProcess node) throws InterruptedException {
    node.terminate();
    node.awaitExit();
  }

  private static double since(long begin) {
    return (System.nanoTime() - begin) / 1e9;
  }
}
