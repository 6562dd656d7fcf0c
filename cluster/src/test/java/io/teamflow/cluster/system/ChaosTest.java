package io.teamflow.cluster.system;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.teamflow.driver.NodeProcess;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Three nodes under load that are killed, or told to leave, one after the other: nothing that was
 * acknowledged is lost, and everybody is told everything once and in order. {@code ./teamflow
 * chaos} runs the long form.
 */
class ChaosTest {
  private static final boolean LONG = "long".equals(System.getProperty("teamflow.chaos"));
  private static final int NODES = 3;
  private static final int PROJECTS = LONG ? 50 : 10;
  private static final int FOLLOWERS_EACH = 6;
  private static final int SENDS_PER_SECOND = LONG ? 200 : 50; // the suite shares the machine
  private static final int KILLS = LONG ? 20 : 2;
  private static final Duration BETWEEN_KILLS = Duration.ofSeconds(LONG ? 15 : 8);
  private static final int ROUNDS = LONG ? 3 : 1;

  /** Three JVMs that all begin take the whole of a small machine for ten seconds. */
  private static final Duration WARM_UP = Duration.ofSeconds(LONG ? 30 : 0);

  private static final Map<String, String> SETTINGS =
      Map.of(
          "TEAMFLOW_LIMITS_REQUESTS_PER_MINUTE", "1000000",
          "TEAMFLOW_LIMITS_FRAMES_PER_MINUTE", "1000000",
          "TEAMFLOW_LIMITS_SOCKETS_PER_USER", "1000000");

  /** What a load balancer takes in turn. */
  private final List<NodeProcess> serving = new CopyOnWriteArrayList<>();

  private Nodes nodes;
  private Crowd crowd;

  @BeforeEach
  void start() throws Exception {
    nodes = new Nodes();
    for (int i = 0; i < NODES; i++) {
      serving.add(nodes.start(SETTINGS).awaitReady());
    }
    crowd = new Crowd(this::anyNode, PROJECTS, FOLLOWERS_EACH);
  }

  @AfterEach
  void close() throws Exception {
    crowd.close();
    nodes.close();
  }

  private URI anyNode() {
    List<NodeProcess> all = List.copyOf(serving);
    return all.get(ThreadLocalRandom.current().nextInt(all.size())).uri();
  }

  @Test
  void nothingIsLostOrToldTwiceWhileNodesAreKilled() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<Duration> lags = new ArrayList<>();
    for (int kill = 0; kill < KILLS; kill++) {
      NodeProcess victim = serving.get(random.nextInt(serving.size()));
      victim.kill();
      CompletableFuture<Void> replaced = CompletableFuture.runAsync(() -> replace(victim));
      crowd.talk(BETWEEN_KILLS, SENDS_PER_SECOND);
      replaced.join();
      lags.add(crowd.takeLongestLag());
    }
    System.out.printf(
        "chaos: seed %d, %d kills; the longest that anything took to be heard after each: %s; %s%n",
        seed, KILLS, lags, crowd.account());
  }

  /** Clients still try the node that is gone, until there is another one. */
  private void replace(NodeProcess victim) {
    try {
      NodeProcess successor = nodes.start(SETTINGS).awaitReady();
      serving.remove(victim);
      serving.add(successor);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aRollingRestartFailsNoRequest() throws Exception {
    crowd.warmUp(WARM_UP, SENDS_PER_SECOND);
    CompletableFuture<Void> restarted = CompletableFuture.runAsync(this::restartAll);
    while (!restarted.isDone()) {
      crowd.ask(Duration.ofSeconds(1), SENDS_PER_SECOND / 2);
      crowd.talk(Duration.ofSeconds(1), SENDS_PER_SECOND / 2);
    }
    restarted.join();
    assertEquals(List.of(), crowd.failed(), nodes::complaints);
    if (LONG) { // the suite shares a small machine, where not each answer comes in time
      assertEquals(List.of(), crowd.unavailable(), nodes::complaints);
    }
    System.out.printf(
        "chaos: %d rolling restarts of %d nodes: %d of %,d requests answered 503: %s%n",
        ROUNDS, NODES, crowd.unavailable().size(), crowd.requests(), crowd.account());
  }

  private void restartAll() {
    try {
      for (int restart = 0; restart < ROUNDS * NODES; restart++) {
        NodeProcess node = serving.getFirst();
        node.terminate();
        await().pollInterval(Duration.ofMillis(100)).until(() -> !node.isReady());
        serving.remove(node); // as a load balancer does
        node.awaitExit();
        serving.add(nodes.start(SETTINGS).awaitReady());
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
