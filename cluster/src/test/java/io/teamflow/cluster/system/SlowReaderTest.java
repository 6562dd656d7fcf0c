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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Fifty who stop to read in a busy room of fifty who do not. They also follow a loud room, which
 * fills what the system keeps for them sooner.
 */
class SlowReaderTest {
  private static final boolean LONG = "long".equals(System.getProperty("teamflow.chaos"));
  private static final int READERS = 50;
  private static final int SILENT = 40; // of as many slow ones; the others read again
  private static final int PROBES = 5;
  private static final int PER_SECOND = 20;
  private static final Duration WINDOW = Duration.ofSeconds(LONG ? 60 : 5);
  private static final Duration WARM_UP = Duration.ofSeconds(LONG ? 20 : 2);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long GROWTH_MAX = 64L << 20;
  private static final String LOUD = "x".repeat(18_000);
  private static final int SLOW_CONSUMER = 4002;

  private final List<CompletableFuture<JsonNode>> said = new ArrayList<>();
  private final Queue<Long> latencies = new ConcurrentLinkedQueue<>();
  private final List<CheckingClient> readers = new ArrayList<>();
  private final List<StoryCheck> stories = new ArrayList<>();
  private final List<RawFollower> probes = new ArrayList<>();
  private final List<RawFollower> slow = new ArrayList<>();
  private Nodes nodes;
  private NodeProcess node;
  private NodeUsage usage;
  private ApiClient ada;
  private ApiClient bob;
  private UUID room;
  private UUID loud;

  @BeforeEach
  void start() throws Exception {
    nodes = new Nodes();
    node =
        nodes
            .start(
                Map.of(
                    "TEAMFLOW_LIMITS_FRAMES_PER_MINUTE", "1000000",
                    "TEAMFLOW_LIMITS_REQUESTS_PER_MINUTE", "1000000",
                    "TEAMFLOW_LIMITS_SOCKETS_PER_USER", "1000"))
            .awaitReady();
    usage = new NodeUsage(node);
    ada = ApiClient.register(node.uri());
    Place place = Place.create(ada, "busy");
    room = UUID.fromString(place.id("project"));
    String projects = "/teams/" + place.id("team") + "/projects";
    loud = UUID.fromString(ada.id(projects, Map.of("name", "loud")));
    bob = ApiClient.register(node.uri());
    String email = bob.get("/me").get("email").textValue();
    ada.create(
        "/teams/" + place.id("team") + "/invitations", Map.of("email", email, "role", "MEMBER"));
    String proof = new Mailbox(node.management()).awaitToken(email, "invited");
    String body = ApiClient.write(Map.of("token", proof));
    assertEquals(200, bob.send("POST", "/invitations/accept", body, Map.of()).statusCode());
    for (int i = 0; i < READERS; i++) {
      CheckingClient reader = new CheckingClient(ada.token()).connect(node.uri());
      readers.add(reader);
      stories.add(reader.subscribe("project:" + room));
    }
    for (int i = 0; i < PROBES; i++) {
      probes.add(RawFollower.of(ada, room, this::heard));
    }
  }

  @AfterEach
  void close() throws Exception {
    readers.forEach(CheckingClient::abort);
    for (RawFollower follower : slow) {
      follower.close();
    }
    for (RawFollower probe : probes) {
      probe.close();
    }
    assertFalse(node.log().contains(" ERROR "), node.log());
    nodes.close();
  }

  @Test
  void whoDoesNotReadIsNobodyElsesLoss() throws Exception {
    long sockets = usage.sockets();
    for (int i = 0; i < READERS; i++) {
      ApiClient user = i < SILENT ? bob : ada;
      slow.add(RawFollower.narrow(user, List.of(room, loud)));
    }
    talk(WARM_UP);
    double before = p99(WINDOW);
    long memory = usage.memory();

    for (RawFollower follower : slow) {
      follower.pause();
    }
    List<RawFollower> silent = slow.subList(0, SILENT);
    List<RawFollower> hesitant = slow.subList(SILENT, READERS);
    List<RawFollower> wakeful = silent.subList(0, SILENT / 2);
    CompletableFuture<Void> woken = CompletableFuture.runAsync(() -> wakeWhenToldToLeave(wakeful));
    double with = p99(WINDOW);
    hesitant.forEach(RawFollower::resume);
    long most = usage.memory();
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!bobHasLeft() && System.nanoTime() < end) {
      talk(Duration.ofSeconds(1));
      most = Math.max(most, usage.memory());
    }
    woken.get(10, TimeUnit.SECONDS);
    for (RawFollower follower : wakeful) {
      assertEquals(SLOW_CONSUMER, follower.closed().get(10, TimeUnit.SECONDS));
      follower.close();
    }
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertTrue(usage.sockets() <= sockets + hesitant.size()));
    everybodyKnowsEverything(hesitant);
    System.out.printf(
        "slow readers: %d messages, p99 %.1f ms while they read, %.1f ms while they do not: "
            + "%.2f times; memory grew by %.1f MiB; of the hesitant %d were closed%n",
        said.size(),
        before,
        with,
        with / before,
        (most - memory) / 1048576.0,
        hesitant.stream().filter(follower -> follower.closed().isDone()).count());
    assertTrue(most - memory <= GROWTH_MAX, (most - memory) + " bytes more");
    if (LONG) { // the suite shares a small machine
      assertTrue(with <= 1.2 * before, with + " ms after " + before + " ms");
    }
  }

  /** Before what waits for them is thrown away, the close among it. */
  private void wakeWhenToldToLeave(List<RawFollower> wakeful) {
    await("the slow ones are told to leave")
        .atMost(WINDOW.plus(PATIENCE))
        .pollInterval(Duration.ofMillis(20))
        .until(this::bobHasLeft);
    wakeful.forEach(RawFollower::resume);
  }

  private boolean bobHasLeft() {
    return readers.getFirst().signals().stream()
        .anyMatch(signal -> signal.at("/d/left").toString().contains(bob.user().toString()));
  }

  /** Of what is said in the room for a while, in milliseconds, as the probes hear it. */
  private double p99(Duration length) throws Exception {
    latencies.clear();
    int first = said.size();
    talk(length);
    int wanted = (said.size() - first) * PROBES;
    await().atMost(PATIENCE).until(() -> latencies.size() >= wanted);
    List<Long> sorted = latencies.stream().sorted().toList();
    return sorted.get(sorted.size() * 99 / 100) / 1e6;
  }

  private void heard(JsonNode event) {
    long at = Long.parseLong(event.get("d").get("body").textValue());
    latencies.add(System.nanoTime() - at);
  }

  /** Says the time in the room, at a steady rate, and something long in the other. */
  private void talk(Duration length) {
    long start = System.nanoTime();
    long step = TimeUnit.SECONDS.toNanos(1) / PER_SECOND;
    for (long at = 0; at < length.toNanos(); at += step) {
      LockSupport.parkNanos(start + at - System.nanoTime());
      String body = Long.toString(System.nanoTime());
      said.add(readers.getFirst().say(room, UUID.randomUUID(), body));
      for (int i = 0; i < 2; i++) {
        readers.getLast().say(loud, UUID.randomUUID(), LOUD);
      }
    }
  }

  private void everybodyKnowsEverything(List<RawFollower> hesitant) throws Exception {
    for (CompletableFuture<JsonNode> one : said) {
      assertEquals("ack", one.get(10, TimeUnit.SECONDS).get("op").textValue());
    }
    for (StoryCheck story : stories) {
      await().atMost(PATIENCE).until(() -> story.events().size() >= said.size());
      assertEquals(List.of(), story.violations());
      assertEquals(said.size(), story.events().size());
    }
    for (RawFollower follower : slow) {
      assertEquals(List.of(), follower.story(room).violations());
    }
    long last = stories.getFirst().position();
    for (RawFollower follower : hesitant) {
      await()
          .atMost(PATIENCE)
          .until(() -> follower.closed().isDone() || follower.story(room).position() == last);
    }
  }
}
