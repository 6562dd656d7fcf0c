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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sockets that break all at once, and sockets whose peer is gone without a word. */
class LostSocketsTest {
  private static final boolean LONG = "long".equals(System.getProperty("teamflow.chaos"));
  private static final int SOCKETS = LONG ? 2_000 : 300;
  private static final int HALF_OPEN = 20;
  private static final int HEARTBEAT_SECONDS = LONG ? 25 : 5;
  private static final int MISSED = 50;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final double BACK_SECONDS_MAX = 15;

  private Nodes nodes;
  private NodeProcess node;
  private NodeUsage usage;
  private ApiClient ada;
  private UUID project;
  private CheckingClient talker;
  private StoryCheck story;
  private int said;

  @BeforeEach
  void start() throws Exception {
    nodes = new Nodes();
    node =
        nodes
            .start(
                Map.of(
                    "TEAMFLOW_LIMITS_HEARTBEAT_SECONDS",
                    Integer.toString(HEARTBEAT_SECONDS),
                    "TEAMFLOW_LIMITS_SOCKETS_PER_USER",
                    "1000000"))
            .awaitReady();
    usage = new NodeUsage(node);
    ada = ApiClient.register(node.uri());
    project = ada.newProject();
    talker = new CheckingClient(ada.token()).connect(node.uri());
    story = talker.subscribe("project:" + project);
  }

  @AfterEach
  void close() throws Exception {
    talker.abort();
    assertFalse(node.log().contains(" ERROR "), node.log());
    assertFalse(node.log().contains("\n\tat "), node.log());
    nodes.close();
  }

  @Test
  void everySocketOfARoomComesBackWithWhatItMissed() throws Exception {
    List<RawFollower> room = new ArrayList<>();
    long sockets = usage.sockets();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < SOCKETS; i++) {
        room.add(RawFollower.of(ada, project, _ -> {}));
      }
      talk(1);
      awaitAll(room);
      for (RawFollower follower : room) {
        follower.reset();
      }
      talk(MISSED);
      long start = System.nanoTime();
      List<Future<?>> returns = new ArrayList<>();
      for (RawFollower follower : room) {
        returns.add(threads.submit(() -> returned(follower)));
      }
      for (Future<?> one : returns) {
        one.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      }
      awaitAll(room);
      double seconds = (System.nanoTime() - start) / 1e9;
      System.out.printf(
          "reset: %d sockets of a room came back and heard %d events each in %.1f s%n",
          SOCKETS, MISSED, seconds);
      if (LONG) { // the suite shares a small machine
        assertTrue(seconds <= BACK_SECONDS_MAX, seconds + " s");
      }
    } finally {
      for (RawFollower follower : room) {
        follower.reset();
      }
    }
    await().atMost(PATIENCE).untilAsserted(() -> assertTrue(usage.sockets() <= sockets));
  }

  @Test
  void aPeerThatIsGoneWithoutAWordIsGoneWithinTwoHeartbeats() throws Exception {
    long sockets = usage.sockets();
    List<RawSocket> gone = new ArrayList<>();
    try {
      for (int i = 0; i < HALF_OPEN; i++) {
        RawSocket socket = RawSocket.open(node.uri(), "");
        socket.say(Map.of("op", "identify", "d", Map.of("token", ada.token())));
        gone.add(socket);
      }
      assertEquals(sockets + HALF_OPEN, usage.sockets());
      long start = System.nanoTime();
      await()
          .atMost(Duration.ofSeconds(2L * HEARTBEAT_SECONDS + 3)) // looked at once a second
          .pollInterval(Duration.ofMillis(200))
          .untilAsserted(() -> assertTrue(usage.sockets() <= sockets));
      System.out.printf(
          "half-open: %d sockets were gone after %.1f s, with a heartbeat of %d s%n",
          HALF_OPEN, (System.nanoTime() - start) / 1e9, HEARTBEAT_SECONDS);
      for (RawSocket socket : gone) {
        assertEquals(4003, socket.closeCode());
      }
      assertFalse(talker.closed().isDone(), "who answers the pings stays");
      talk(1);
      assertEquals(List.of(), story.violations());
    } finally {
      for (RawSocket socket : gone) {
        socket.close();
      }
    }
  }

  private static void returned(RawFollower follower) {
    try {
      follower.comeBack();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void talk(int messages) throws Exception {
    for (int i = 0; i < messages; i++) {
      CompletableFuture<JsonNode> ack = talker.say(project, UUID.randomUUID(), "words");
      assertEquals("ack", ack.get(10, TimeUnit.SECONDS).get("op").textValue());
      said++;
    }
  }

  /** Until everybody has heard everything, in order and once. */
  private void awaitAll(List<RawFollower> room) {
    int wanted = said;
    for (RawFollower follower : room) {
      StoryCheck told = follower.story(project);
      await().atMost(PATIENCE).pollDelay(Duration.ZERO).until(() -> told.events().size() >= wanted);
      assertEquals(List.of(), told.violations());
      assertEquals(wanted, told.events().size());
    }
  }
}
