package io.teamflow.cluster.system;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.teamflow.driver.ApiClient;
import io.teamflow.driver.CheckingClient;
import io.teamflow.driver.NodeProcess;
import io.teamflow.driver.StoryCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The story of a project goes on when what carries it stands still for a while. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration STOPPED = Duration.ofSeconds(25);

  /** Between two messages of somebody who talks fast. */
  private static final long PAUSE_NS = 20_000_000;

  private Nodes nodes;
  private NodeProcess a;
  private NodeProcess b;

  @BeforeAll
  void start() throws Exception {
    nodes = new Nodes();
    Map<String, String> settings = Map.of("TEAMFLOW_LIMITS_REQUESTS_PER_MINUTE", "1000000");
    a = nodes.start(settings).awaitReady();
    b = nodes.start(settings).awaitReady();
  }

  @AfterAll
  void close() throws Exception {
    nodes.close();
  }

  @Test
  void aDatabaseThatBreaksOffAndComesBackLosesNothingThatWasAcknowledged() throws Exception {
    Talk talk = new Talk(ApiClient.register(a.uri()));
    talk.awaitMore(20);
    restartDatabase();
    talk.awaitMore(20);
    talk.end();
  }

  @Test
  void aNodeThatWasStoppedTellsWhatItMissed() throws Exception {
    Talk talk = new Talk(ApiClient.register(b.uri()));
    talk.awaitMore(20);
    signal("-STOP", a.pid());
    try {
      long until = System.nanoTime() + STOPPED.toNanos();
      while (System.nanoTime() < until) {
        talk.awaitMore(1); // the other node goes on, whatever it waits for in between
      }
    } finally {
      signal("-CONT", a.pid());
    }
    talk.awaitMore(20);
    talk.end();
  }

  /** Somebody who talks until told not to, and listens on both nodes. */
  private final class Talk {
    private final ApiClient user;
    private final UUID project;
    private final List<CheckingClient> sockets = new ArrayList<>();
    private final List<StoryCheck> stories = new ArrayList<>();
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final Thread speaker;

    Talk(ApiClient user) throws Exception {
      this.user = user;
      this.project = user.newProject();
      for (NodeProcess node : List.of(a, b)) {
        CheckingClient socket = new CheckingClient(user.token()).connect(node.uri());
        sockets.add(socket);
        stories.add(socket.subscribe("project:" + project));
      }
      this.speaker = Thread.ofVirtual().start(this::speak);
    }

    private void speak() {
      while (!ended.get()) {
        String clientId = UUID.randomUUID().toString();
        while (!isAcknowledged(clientId) && !ended.get()) {
          LockSupport.parkNanos(PAUSE_NS); // the same again, until it is known to be there
        }
        LockSupport.parkNanos(PAUSE_NS); // no more than a node replays at once
      }
    }

    private boolean isAcknowledged(String clientId) {
      try {
        user.create(
            "/projects/" + project + "/messages", Map.of("clientId", clientId, "body", "b"));
        acknowledged.add(clientId);
        return true;
      } catch (IOException | InterruptedException _) {
        return false; // whether it was stored is not known
      }
    }

    void awaitMore(int count) {
      int before = acknowledged.size();
      await().atMost(PATIENCE).until(() -> acknowledged.size() >= before + count);
    }

    /** Ends, and holds what both nodes told against what was stored and acknowledged. */
    void end() throws Exception {
      ended.set(true);
      speaker.join(PATIENCE);
      assertFalse(speaker.isAlive());
      List<JsonNode> stored = user.messages(project);
      Set<String> ids = new HashSet<>();
      stored.forEach(message -> ids.add(message.get("clientId").textValue()));
      assertEquals(stored.size(), ids.size());
      assertTrue(ids.containsAll(acknowledged));
      for (int i = 0; i < sockets.size(); i++) {
        if (sockets.get(i).closed().isDone()) { // come back, as every client does
          sockets.get(i).connect((i == 0 ? a : b).uri());
        }
        StoryCheck story = stories.get(i);
        await()
            .atMost(PATIENCE)
            .untilAsserted(() -> assertEquals(stored.size(), story.events().size()));
        assertEquals(List.of(), story.violations());
        sockets.get(i).abort();
      }
    }
  }

  private void restartDatabase() throws IOException, InterruptedException {
    Path data = nodes.dataFolder.resolve("postgres/data");
    String postgres =
        Files.readString(data.resolve("postmaster.opts")).strip().replaceFirst(" .*", "");
    List<String> command = new ArrayList<>();
    if ("root".equals(System.getProperty("user.name"))) {
      command.addAll(List.of("unshare", "-U")); // as the node started it
    }
    command.add(Path.of(postgres.replace("\"", "")).resolveSibling("pg_ctl").toString());
    command.addAll(List.of("-D", data.toString(), "-m", "immediate", "-w", "-t", "60", "-s"));
    command.addAll(List.of("-l", nodes.dataFolder.resolve("restart.log").toString(), "restart"));
    run(command);
  }

  private static void signal(String signal, long pid) throws IOException, InterruptedException {
    run(List.of("kill", signal, Long.toString(pid)));
  }

  private static void run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    int exit = process.waitFor();
    assertEquals(0, exit, () -> command + " said " + process.exitValue());
  }
}
