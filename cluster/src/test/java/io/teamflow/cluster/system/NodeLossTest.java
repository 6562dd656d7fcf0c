package io.teamflow.cluster.system;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.teamflow.driver.ApiClient;
import io.teamflow.driver.CheckingClient;
import io.teamflow.driver.NodeProcess;
import io.teamflow.driver.StoryCheck;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What survives when a node is killed, and when it is told to leave. */
class NodeLossTest {
  private static final int BEFORE = 100;
  private static final int AFTER = 100;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ExecutorService load = Executors.newVirtualThreadPerTaskExecutor();
  private final Queue<String> refusals = new ConcurrentLinkedQueue<>();
  private Nodes nodes;
  private NodeProcess a;
  private NodeProcess b;

  @BeforeEach
  void start() throws Exception {
    nodes = new Nodes();
    a = nodes.start().awaitReady();
    b = nodes.start().awaitReady();
  }

  @AfterEach
  void close() throws Exception {
    load.shutdownNow();
    nodes.close();
  }

  @Test
  void nothingAcknowledgedIsLostWhenANodeIsKilledAndItJoinsAgain() throws Exception {
    ApiClient ada = ApiClient.register(a.uri());
    UUID project = ada.newProject();
    StoryCheck story =
        new CheckingClient(ada.token()).connect(b.uri()).subscribe("project:" + project);
    Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    CountDownLatch before = new CountDownLatch(BEFORE);
    AtomicBoolean killed = new AtomicBoolean();
    Future<?> sender =
        load.submit(
            () -> {
              for (int after = 0; after < AFTER; ) {
                boolean late = killed.get(); // asked once: it may be killed while this is said
                say(ada, late ? b.uri() : a.uri(), project, acknowledged);
                before.countDown();
                after += late ? 1 : 0;
              }
            });
    List<String> titles = new CopyOnWriteArrayList<>();
    Future<?> planner =
        load.submit(
            () -> {
              for (int after = 0; after < AFTER / 4; ) {
                boolean late = killed.get();
                plan(ada, late ? b.uri() : a.uri(), project, titles);
                after += late ? 1 : 0;
              }
            });
    before.await();
    a.kill();
    killed.set(true);
    a.awaitExit();
    for (Future<?> ended : List.of(sender, planner)) {
      ended.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    List<String> tasks = new ArrayList<>();
    for (String cursor = ""; cursor != null; ) {
      JsonNode page = ada.at(b.uri()).get("/projects/" + project + "/tasks?limit=200" + cursor);
      page.get("items").forEach(task -> tasks.add(task.get("title").textValue()));
      cursor =
          page.get("nextCursor").isNull() ? null : "&cursor=" + page.get("nextCursor").textValue();
    }
    assertEquals(titles, tasks, "each once, whichever node was asked again, in order");

    List<JsonNode> stored = ada.at(b.uri()).messages(project);
    Set<String> storedIds = new HashSet<>();
    stored.forEach(message -> storedIds.add(message.get("clientId").textValue()));
    assertEquals(stored.size(), storedIds.size());
    assertTrue(acknowledged.size() >= BEFORE + AFTER);
    assertTrue(storedIds.containsAll(acknowledged));
    await()
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(() -> assertEquals(stored.size() + tasks.size(), story.events().size()));
    assertEquals(List.of(), story.violations());

    NodeProcess again = nodes.start().awaitReady();
    assertTrue(again.log().contains("cluster of 2"), again.log());
    assertEquals(stored.size(), ada.at(again.uri()).messages(project).size());
  }

  @Test
  void aNodeLeavesWithoutAFailedRequestOrAMissedEvent() throws Exception {
    ApiClient ada = ApiClient.register(b.uri());
    UUID project = ada.newProject();
    CheckingClient moving = new CheckingClient(ada.token()).connect(a.uri());
    StoryCheck story = moving.subscribe("project:" + project);
    Queue<String> failed = new ConcurrentLinkedQueue<>();
    AtomicInteger sent = new AtomicInteger();
    AtomicBoolean left = new AtomicBoolean();
    CountDownLatch warm = new CountDownLatch(50);
    Future<?> sender =
        load.submit(
            () -> {
              while (!left.get()) {
                try {
                  ada.create(
                      "/projects/" + project + "/messages",
                      Map.of("clientId", UUID.randomUUID().toString(), "body", "load"));
                  sent.incrementAndGet();
                } catch (IOException | InterruptedException e) {
                  failed.add(e.toString());
                }
                warm.countDown();
              }
            });
    warm.await();
    a.terminate();
    await().untilAsserted(() -> assertEquals(1, moving.otherFrames().size()));
    assertEquals("reconnect", moving.otherFrames().getFirst().get("op").textValue());
    assertEquals(4000, moving.closed().get());
    moving.connect(b.uri());
    a.awaitExit();
    left.set(true);
    sender.get(10, TimeUnit.SECONDS);

    assertEquals(List.of(), List.copyOf(failed));
    await().untilAsserted(() -> assertEquals(sent.get(), story.position()));
    assertEquals(sent.get(), story.events().size());
    assertEquals(List.of(), story.violations());
  }

  /** Says one thing, and again with the same id to the other node until it is acknowledged. */
  private void say(ApiClient user, URI node, UUID project, Set<String> acknowledged) {
    String clientId = UUID.randomUUID().toString();
    String body = "{\"clientId\":\"" + clientId + "\",\"body\":\"b\"}";
    String path = "/projects/" + project + "/messages";
    untilCreated(user, node, at -> at.send("POST", path, body, Map.of()));
    acknowledged.add(clientId);
  }

  /** Creates one task, and again with the same key on the other node until it is there. */
  private void plan(ApiClient user, URI node, UUID project, List<String> titles) {
    String title = UUID.randomUUID().toString();
    String body = "{\"title\":\"" + title + "\"}";
    String path = "/projects/" + project + "/tasks";
    untilCreated(user, node, at -> at.send("POST", path, body, Map.of("Idempotency-Key", title)));
    titles.add(title);
  }

  /** A request that may be repeated. */
  private interface Repeatable {
    HttpResponse<String> send(ApiClient user) throws IOException, InterruptedException;
  }

  private void untilCreated(ApiClient user, URI node, Repeatable request) {
    if (!isCreated(user.at(node), request)) {
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> assertTrue(isCreated(user.at(b.uri()), request), refusals::toString));
    }
  }

  private boolean isCreated(ApiClient user, Repeatable request) {
    long start = System.nanoTime();
    try {
      HttpResponse<String> answer = request.send(user);
      if (answer.statusCode() == 201) {
        return true;
      }
      refused(user, start, answer.statusCode() + " " + answer.body());
    } catch (IOException | InterruptedException e) {
      refused(user, start, e.toString()); // whether it was created is not known
    }
    return false;
  }

  private void refused(ApiClient user, long start, String why) {
    long ms = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    refusals.add((user.node().equals(a.uri()) ? "A" : "B") + " after " + ms + " ms: " + why);
  }
}
