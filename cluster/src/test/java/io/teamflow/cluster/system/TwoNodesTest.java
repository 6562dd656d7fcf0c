package io.teamflow.cluster.system;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.teamflow.driver.ApiClient;
import io.teamflow.driver.CheckingClient;
import io.teamflow.driver.NodeProcess;
import io.teamflow.driver.StoryCheck;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a team across two nodes relies on while nothing breaks. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TwoNodesTest {
  private Nodes nodes;
  private NodeProcess a;
  private NodeProcess b;
  private List<String> logsOfStart;
  private String metricsOfStart;

  @BeforeAll
  void start() throws Exception {
    nodes = new Nodes();
    a = nodes.start().awaitReady();
    b = nodes.start().awaitReady();
    logsOfStart = List.of(a.log(), b.log());
    metricsOfStart = ask(b.management(), "/metrics").body();
  }

  @AfterAll
  void close() throws Exception {
    nodes.close();
  }

  @Test
  void theSecondNodeHasJoinedTheFirst() throws Exception {
    assertTrue(b.log().contains("cluster of 2"), b.log());
    for (NodeProcess node : List.of(a, b)) {
      JsonNode readiness = ApiClient.read(ask(node.management(), "/readyz?verbose").body());
      assertTrue(readiness.get("ready").booleanValue());
      assertEquals(2, readiness.get("clusterSize").intValue());
      assertEquals(200, ask(node.management(), "/livez").statusCode());
      assertTrue(ask(node.management(), "/metrics").body().contains("vertx_http_server"));
    }
  }

  @Test
  void theSecondNodeHasRehearsedWithoutWritingAnything() throws Exception {
    for (String asked : List.of("project.get", "task.create", "chat.send")) {
      assertTrue(
          metricsOfStart.contains("vertx_eventbus_received_total{address=\"" + asked + "\"}"),
          asked);
    }
    assertTrue(metricsOfStart.contains("vertx_http_server_requests_total{code=\"401\""));
    assertFalse(nodes.dump().contains(new UUID(0, 0).toString()));
  }

  @Test
  void theLogOfAStartHasNoWarning() {
    for (String log : logsOfStart) {
      assertFalse(log.contains(" WARN "), log);
      assertFalse(log.contains("WARNING"), log);
      assertFalse(log.contains(" ERROR "), log);
    }
  }

  @Test
  void whatHappensOnOneNodeIsToldOnTheOther() throws Exception {
    ApiClient onA = ApiClient.register(a.uri());
    ApiClient onB = onA.at(b.uri());
    UUID project = onA.newProject();
    StoryCheck toldOnA =
        new CheckingClient(onA.token()).connect(a.uri()).subscribe("project:" + project);
    CheckingClient socketOnB = new CheckingClient(onB.token()).connect(b.uri());
    StoryCheck toldOnB = socketOnB.subscribe("project:" + project);

    JsonNode message =
        onA.create(
            "/projects/" + project + "/messages",
            Map.of("clientId", UUID.randomUUID().toString(), "body", "hello from A"));
    JsonNode task = onB.create("/projects/" + project + "/tasks", Map.of("title", "made on B"));
    JsonNode ack = socketOnB.say(project, UUID.randomUUID(), "said on B").get(5, TimeUnit.SECONDS);

    await().untilAsserted(() -> assertEquals(3, toldOnA.events().size()));
    await().untilAsserted(() -> assertEquals(3, toldOnB.events().size()));
    assertEquals(toldOnA.events(), toldOnB.events());
    assertEquals(message, toldOnB.events().get(0).get("d"));
    assertEquals("task.created", toldOnA.events().get(1).get("type").textValue());
    assertEquals(task, toldOnA.events().get(1).get("d"));
    assertEquals(ack.get("d").get("messageId"), toldOnA.events().get(2).get("d").get("id"));
    assertEquals(List.of(), toldOnA.violations());
    assertEquals(List.of(), toldOnB.violations());
  }

  @Test
  void whatWasTakenBackReachesTheOtherNodeAndIsNeverToldAgain() throws Exception {
    ApiClient onA = ApiClient.register(a.uri());
    UUID project = onA.newProject();
    String channel = "project:" + project;
    StoryCheck stays = new CheckingClient(onA.token()).connect(b.uri()).subscribe(channel);
    CheckingClient away = new CheckingClient(onA.token()).connect(b.uri());
    StoryCheck comesBack = away.subscribe(channel);
    away.abort();

    List<String> paths = new ArrayList<>();
    for (String body : List.of("swordfish edited", "swordfish deleted", "stays")) {
      String id = UUID.randomUUID().toString();
      JsonNode said =
          onA.create("/projects/" + project + "/messages", Map.of("clientId", id, "body", body));
      paths.add("/messages/" + said.get("id").textValue());
    }
    await().untilAsserted(() -> assertEquals(3, stays.events().size()));
    Map<String, String> first = Map.of("If-Match", "\"1\"");
    HttpResponse<String> edited = onA.send("PATCH", paths.get(0), "{\"body\":\"fish\"}", first);
    assertEquals(200, edited.statusCode(), edited.body());
    assertEquals(204, onA.send("DELETE", paths.get(1), null, first).statusCode());

    away.connect(b.uri()); // at once: the other node may not have heard of the deletion yet
    await().untilAsserted(() -> assertEquals(5, comesBack.events().size()));
    assertFalse(comesBack.events().toString().contains("swordfish"));
    await().untilAsserted(() -> assertEquals(5, stays.events().size()));
    assertEquals("message.updated", stays.events().get(3).get("type").textValue());
    assertEquals(ApiClient.read(edited.body()), stays.events().get(3).get("d"));
    JsonNode deleted = stays.events().get(4);
    assertEquals("message.deleted", deleted.get("type").textValue());
    assertEquals(onA.get(paths.get(1)), deleted.get("d"));
    assertEquals(List.of(), stays.violations());
    assertEquals(List.of(), comesBack.violations());
  }

  @Test
  void whoIsTakenOutOfATeamHearsNothingMoreOnTheOtherNode() throws Exception {
    ApiClient ada = ApiClient.register(a.uri());
    UUID project = ada.newProject();
    String team = "/teams/" + ada.get("/projects/" + project).get("teamId").textValue();
    ApiClient ben = ApiClient.register(b.uri());
    String email = ben.get("/me").get("email").textValue();
    ada.create(team + "/invitations", Map.of("email", email, "role", "MEMBER"));
    String token = new Mailbox(a.management()).awaitToken(email, "invited");
    String proof = "{\"token\":\"" + token + "\"}";
    assertEquals(200, ben.send("POST", "/invitations/accept", proof, Map.of()).statusCode());
    CheckingClient socket = new CheckingClient(ben.token()).connect(b.uri());
    StoryCheck told = socket.subscribe("project:" + project);

    String member = team + "/members/" + ben.user();
    assertEquals(204, ada.send("DELETE", member, null, Map.of()).statusCode());
    await().until(() -> !socket.otherFrames().isEmpty());
    JsonNode last = socket.otherFrames().getFirst();
    assertEquals("unsubscribed", last.get("op").textValue());
    assertEquals("project:" + project, last.get("ch").textValue());
    int heard = told.events().size();
    ada.create("/projects/" + project + "/tasks", Map.of("title", "secret"));
    assertEquals(404, ben.send("GET", "/projects/" + project, null, Map.of()).statusCode());
    assertThrows(IOException.class, () -> socket.subscribe("project:" + project));
    assertEquals(heard, told.events().size());
  }

  @Test
  void aTaskReadOnOneNodeIsChangedOnTheOtherOnlyIfItIsCurrent() throws Exception {
    ApiClient onA = ApiClient.register(a.uri());
    UUID project = onA.newProject();
    JsonNode task = onA.create("/projects/" + project + "/tasks", Map.of("title", "t"));
    String path = "/tasks/" + task.get("id").textValue();
    String patch = "{\"status\":\"DONE\"}";
    assertEquals(428, onA.send("PATCH", path, patch, Map.of()).statusCode());
    HttpResponse<String> done =
        onA.at(b.uri()).send("PATCH", path, patch, Map.of("If-Match", "\"1\""));
    assertEquals(200, done.statusCode(), done.body());
    assertEquals("\"2\"", done.headers().firstValue("ETag").orElse(""));
    HttpResponse<String> stale =
        onA.send("PATCH", path, "{\"title\":\"lost\"}", Map.of("If-Match", "\"1\""));
    assertEquals(412, stale.statusCode());
    assertEquals(ApiClient.read(done.body()), ApiClient.read(stale.body()).get("current"));
  }

  @Test
  void ofFiftyChangesOfOneVersionOnBothNodesOneIsMade() throws Exception {
    ApiClient onA = ApiClient.register(a.uri());
    UUID project = onA.newProject();
    String task = "/tasks/" + onA.id("/projects/" + project + "/tasks", Map.of("title", "t"));
    List<HttpResponse<String>> answers =
        fiftyAtOnce(
            onA,
            (client, i) ->
                client.send(
                    "PATCH", task, "{\"title\":\"" + i + "\"}", Map.of("If-Match", "\"1\"")));
    assertEquals(1, answers.stream().filter(answer -> answer.statusCode() == 200).count());
    assertEquals(49, answers.stream().filter(answer -> answer.statusCode() == 412).count());
    JsonNode made = onA.get(task);
    assertEquals(2, made.get("version").intValue());
    assertEquals(made, onA.at(b.uri()).get(task));
    for (HttpResponse<String> answer : answers) {
      JsonNode told = ApiClient.read(answer.body());
      assertEquals(made, answer.statusCode() == 200 ? told : told.get("current"));
    }
  }

  @Test
  void fiftyRequestsWithOneKeyOnBothNodesCreateOneTask() throws Exception {
    ApiClient onA = ApiClient.register(a.uri());
    String tasks = "/projects/" + onA.newProject() + "/tasks";
    Map<String, String> key = Map.of("Idempotency-Key", UUID.randomUUID().toString());
    List<HttpResponse<String>> answers =
        fiftyAtOnce(onA, (client, _) -> client.send("POST", tasks, "{\"title\":\"t\"}", key));
    JsonNode all = onA.get(tasks).get("items");
    assertEquals(1, all.size());
    for (HttpResponse<String> answer : answers) {
      assertEquals(201, answer.statusCode(), answer.body());
      assertEquals(all.get(0), ApiClient.read(answer.body()));
    }
  }

  /** A request of somebody signed in. */
  @FunctionalInterface
  private interface Request {
    HttpResponse<String> send(ApiClient client, int number) throws Exception;
  }

  private List<HttpResponse<String>> fiftyAtOnce(ApiClient user, Request request) throws Exception {
    List<HttpResponse<String>> answers = new ArrayList<>();
    try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<HttpResponse<String>>> sent = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        ApiClient client = i % 2 == 0 ? user : user.at(b.uri());
        int number = i;
        sent.add(senders.submit(() -> answered(client, number, request)));
      }
      for (Future<HttpResponse<String>> answer : sent) {
        answers.add(answer.get(30, TimeUnit.SECONDS));
      }
    }
    return answers;
  }

  /** Sends until it is known what came of it, as any client does. */
  private static HttpResponse<String> answered(ApiClient client, int number, Request request)
      throws Exception {
    for (int tries = 1; ; tries++) {
      HttpResponse<String> answer = request.send(client, number);
      boolean unknown =
          answer.statusCode() == 503 || answer.body().contains("first request with this key");
      if (!unknown || tries == 20) {
        return answer;
      }
    }
  }

  @Test
  void movesOnBothNodesAtOnceLeaveOneOrderThatBothTell() throws Exception {
    ApiClient onA = ApiClient.register(a.uri());
    UUID project = onA.newProject();
    String tasks = "/projects/" + project + "/tasks";
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      ids.add(onA.create(tasks, Map.of("title", "t" + i)).get("id").textValue());
    }
    StoryCheck told =
        new CheckingClient(onA.token()).connect(b.uri()).subscribe("project:" + project);
    try (ExecutorService movers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Set<String>>> moved = new ArrayList<>();
      for (int lane = 0; lane < 4; lane++) {
        ApiClient client = lane % 2 == 0 ? onA : onA.at(b.uri());
        Random random = new Random(lane);
        moved.add(movers.submit(() -> wander(client, ids, random)));
      }
      Set<String> acknowledged = new HashSet<>();
      for (Future<Set<String>> lane : moved) {
        acknowledged.addAll(lane.get(120, TimeUnit.SECONDS));
      }
      int all = acknowledged.size();
      assertTrue(all > 100, "moves were acknowledged: " + all);
      await().untilAsserted(() -> assertEquals(all, told.events().size()));
    }
    JsonNode onBoth = onA.get(tasks).get("items");
    assertEquals(onBoth, onA.at(b.uri()).get(tasks).get("items"));
    Set<String> ranks = new HashSet<>();
    int changes = 0;
    for (JsonNode task : onBoth) {
      ranks.add(task.get("status").textValue() + task.get("rank").textValue());
      changes += task.get("version").intValue() - 1;
    }
    assertEquals(10, ranks.size());
    assertEquals(told.events().size(), changes);
    assertEquals(List.of(), told.violations());
  }

  /**
   * Moves 250 times to a random place, of the version read just before; what came of it. Whoever
   * finds the task there already, because another lane was faster, is told that move's version.
   */
  private static Set<String> wander(ApiClient client, List<String> ids, Random random)
      throws Exception {
    Set<String> acknowledged = new HashSet<>();
    for (int i = 0; i < 250; i++) {
      String path = "/tasks/" + ids.get(random.nextInt(ids.size()));
      String status = random.nextBoolean() ? "TODO" : "DONE";
      String neighbour = ids.get(random.nextInt(ids.size()));
      String place =
          "{\"status\":\"%s\",\"%s\":\"%s\"}"
              .formatted(status, random.nextBoolean() ? "after" : "before", neighbour);
      int version = client.get(path).get("version").intValue();
      HttpResponse<String> answer =
          client.send(
              "POST",
              path + "/move",
              path.endsWith(neighbour) ? "{\"status\":\"" + status + "\"}" : place,
              Map.of("If-Match", "\"" + version + "\""));
      assertTrue(Set.of(200, 409, 412).contains(answer.statusCode()), answer.body());
      if (answer.statusCode() == 200
          && ApiClient.read(answer.body()).get("version").intValue() > version) {
        acknowledged.add(path + answer.headers().firstValue("ETag"));
      }
    }
    return acknowledged;
  }

  @Test
  void badRequestsAndFramesAreRefusedAndHurtNobody() throws Exception {
    ApiClient ada = ApiClient.register(a.uri());
    UUID project = ada.newProject();
    StoryCheck bystander =
        new CheckingClient(ada.token()).connect(a.uri()).subscribe("project:" + project);
    String tasks = "/projects/" + project + "/tasks";
    assertEquals(400, ada.send("POST", tasks, "{\"title\":", Map.of()).statusCode());
    assertEquals(400, ada.send("POST", tasks, "{\"title\":1}", Map.of()).statusCode());
    assertEquals(400, ada.send("POST", tasks, "{\"tilte\":\"t\"}", Map.of()).statusCode());
    assertEquals(400, ada.send("POST", tasks, "[".repeat(5_000), Map.of()).statusCode());
    assertEquals(400, ada.send("POST", tasks, "{\"title\":\"\\u0000\"}", Map.of()).statusCode());
    assertEquals(
        413,
        ada.send("POST", tasks, "{\"title\":\"" + "x".repeat(1_100_000) + "\"}", Map.of())
            .statusCode());
    assertEquals(
        415, ada.send("POST", tasks, "title=t", Map.of("Content-Type", "text/plain")).statusCode());
    assertEquals(404, ada.send("GET", "/tasks/not-an-id", null, Map.of()).statusCode());
    assertEquals(405, ada.send("DELETE", "/organizations", null, Map.of()).statusCode());

    assertEquals(4503, closeCodeAfter(ada, "{not json"));
    assertEquals(4503, closeCodeAfter(ada, "{\"op\":\"ping\",\"unknown\":1}"));
    assertEquals(1009, closeCodeAfter(ada, "\"" + "x".repeat(70_000) + "\""));
    assertEquals(List.of(), bystander.violations());
    ada.create(tasks, Map.of("title", "still here"));
    await().untilAsserted(() -> assertEquals(1, bystander.events().size()));
    assertEquals(200, ask(a.management(), "/readyz").statusCode());
  }

  @Test
  void nodesOfAnotherDataFolderDoNotMeet() throws Exception {
    Nodes others = new Nodes();
    NodeProcess stranger = others.start().awaitReady();
    assertTrue(stranger.log().contains("cluster of 1"), stranger.log());
    ApiClient ada = ApiClient.register(a.uri());
    assertEquals(401, ada.at(stranger.uri()).send("GET", "/me", null, Map.of()).statusCode());
    others.close();
    assertFalse(others.databaseRuns());
    assertTrue(nodes.databaseRuns());
  }

  private static int closeCodeAfter(ApiClient user, String frame) throws Exception {
    CheckingClient socket = new CheckingClient(user.token()).connect(user.node());
    socket.sendRaw(frame);
    return socket.closed().get(10, TimeUnit.SECONDS);
  }

  private static HttpResponse<String> ask(URI management, String path)
      throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(management.resolve(path)).build(), BodyHandlers.ofString());
  }
}
