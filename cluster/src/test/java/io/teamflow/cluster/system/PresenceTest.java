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
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** Who is online and who may listen, seen from the other node. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PresenceTest {
  private static final Duration PROMISED = Duration.ofSeconds(5);

  private Nodes nodes;
  private NodeProcess a;
  private NodeProcess b;
  private ApiClient ada;
  private ApiClient ben;
  private UUID project;
  private String team;
  private String proof = "";

  @BeforeAll
  void start() throws Exception {
    nodes = new Nodes();
    a = nodes.start().awaitReady();
    b = nodes.start().awaitReady();
    ada = ApiClient.register(a.uri());
    ben = ApiClient.register(b.uri());
    project = ada.newProject();
    team = ada.get("/projects/" + project).get("teamId").textValue();
    invite();
  }

  @AfterAll
  void close() throws Exception {
    nodes.close();
  }

  private void invite() throws Exception {
    String email = ben.get("/me").get("email").textValue();
    ada.create("/teams/" + team + "/invitations", Map.of("email", email, "role", "MEMBER"));
    proof = new Mailbox(a.management()).awaitAnotherToken(email, "invited", proof);
    String token = ApiClient.write(Map.of("token", proof));
    assertEquals(200, ben.send("POST", "/invitations/accept", token, Map.of()).statusCode());
  }

  @Test
  @Order(1)
  void whoListensOnAnyNodeIsOnlineOnEach() throws Exception {
    CheckingClient first = listen(ada);
    await().untilAsserted(() -> assertEquals(ids(ada), online(first)));
    CheckingClient second = listen(ben);
    await().untilAsserted(() -> assertEquals(ids(ada, ben), online(second)));
    await().untilAsserted(() -> assertEquals(ids(ada, ben), online(first)));
    try (Listener events = Listener.open(ben.at(a.uri()), "project:" + project, "")) {
      second.abort();
      await().untilAsserted(() -> assertTrue(events.frames().toString().contains("online")));
      assertEquals(ids(ada, ben), online(first));
    }
    await().untilAsserted(() -> assertEquals(ids(ada), online(first)));
    first.abort();
  }

  @Test
  @Order(2)
  void aRemovedMemberIsUnsubscribedOnTheOtherNodeWithinFiveSeconds() throws Exception {
    CheckingClient socket = listen(ben);
    StoryCheck stays = new CheckingClient(ada.token()).connect(b.uri()).subscribe("team:" + team);
    String member = "/teams/" + team + "/members/" + ben.user();
    assertEquals(204, ada.send("DELETE", member, null, Map.of()).statusCode());
    await()
        .atMost(PROMISED)
        .untilAsserted(
            () ->
                assertTrue(
                    socket.otherFrames().stream()
                        .anyMatch(frame -> "unsubscribed".equals(frame.get("op").textValue()))));
    await()
        .untilAsserted(
            () -> assertEquals("member.removed", stays.events().getLast().get("type").textValue()));
    ada.create("/projects/" + project + "/tasks", Map.of("title", "not for Ben"));
    assertEquals(
        "NOT_FOUND",
        socket
            .say(project, UUID.randomUUID(), "still here?")
            .get(10, TimeUnit.SECONDS)
            .at("/d/code")
            .textValue());
    invite();
  }

  @Test
  @Order(3)
  void whoWasOnACrashedNodeIsGoneWithinFiveSeconds() throws Exception {
    CheckingClient stays = listen(ada);
    listen(ben);
    await().untilAsserted(() -> assertEquals(ids(ada, ben), online(stays)));
    b.kill();
    await().atMost(PROMISED).untilAsserted(() -> assertEquals(ids(ada), online(stays)));
    listen(ben.at(a.uri()));
    await().untilAsserted(() -> assertEquals(ids(ada, ben), online(stays)));
  }

  @Test
  @Order(4)
  void whoMayNotFollowIsNotHeardTyping() throws Exception {
    CheckingClient member = listen(ada);
    ApiClient eve = ApiClient.register(a.uri());
    CheckingClient stranger = new CheckingClient(eve.token()).connect(a.uri());
    String channel = ",\"ch\":\"project:" + project + "\"}";
    for (int i = 0; i < 20; i++) {
      stranger.sendRaw("{\"op\":\"subscribe\"" + channel);
      stranger.sendRaw("{\"op\":\"typing\"" + channel);
    }
    listen(ben.at(a.uri())).sendRaw("{\"op\":\"typing\"" + channel);
    await().untilAsserted(() -> assertTrue(typing(member).contains(ben.user().toString())));
    assertFalse(typing(member).contains(eve.user().toString()), typing(member));
  }

  private static String typing(CheckingClient socket) {
    return socket.signals().stream()
        .filter(signal -> "typing".equals(signal.get("type").textValue()))
        .toList()
        .toString();
  }

  private CheckingClient listen(ApiClient user) throws Exception {
    CheckingClient socket = new CheckingClient(user.token()).connect(user.node());
    socket.subscribe("project:" + project);
    return socket;
  }

  private static Set<String> ids(ApiClient... users) {
    Set<String> ids = new TreeSet<>();
    for (ApiClient user : users) {
      ids.add(user.user().toString());
    }
    return ids;
  }

  /** By the signals so far. */
  private static Set<String> online(CheckingClient socket) {
    Set<String> online = new TreeSet<>();
    for (JsonNode signal : socket.signals()) {
      JsonNode d = signal.get("d");
      if (d.has("online")) {
        online.clear();
        d.get("online").forEach(user -> online.add(user.textValue()));
      } else {
        d.get("joined").forEach(user -> online.add(user.textValue()));
        d.get("left").forEach(user -> online.remove(user.textValue()));
      }
    }
    return online;
  }
}
