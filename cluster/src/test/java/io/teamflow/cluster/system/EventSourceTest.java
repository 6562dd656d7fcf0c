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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Server-sent events on one node of what happens on the other. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EventSourceTest {
  private Nodes nodes;
  private NodeProcess a;
  private NodeProcess b;

  @BeforeAll
  void start() throws Exception {
    nodes = new Nodes();
    a = nodes.start().awaitReady();
    b = nodes.start().awaitReady();
  }

  @AfterAll
  void close() throws Exception {
    nodes.close();
  }

  @Test
  void whoBreaksOffHearsTheSameStoryAsASocketWithoutGapOrDuplicate() throws Exception {
    ApiClient onA = ApiClient.register(a.uri());
    UUID project = onA.newProject();
    String channel = "project:" + project;
    StoryCheck socket = new CheckingClient(onA.token()).connect(b.uri()).subscribe(channel);
    List<JsonNode> heard = new ArrayList<>();
    String lastId;
    try (Listener first = Listener.open(onA.at(b.uri()), channel, "")) {
      await().untilAsserted(() -> assertEquals("subscribed", op(first.frames(), 0)));
      assertFalse(first.frames().getFirst().at("/d/recovered").booleanValue());
      say(onA, project, 5);
      await().untilAsserted(() -> assertEquals(5, first.events().size()));
      heard.addAll(first.events());
      lastId = first.lastId();
    }
    say(onA, project, 5);
    try (Listener back = Listener.open(onA.at(b.uri()), channel, lastId)) {
      await().untilAsserted(() -> assertEquals("subscribed", op(back.frames(), 0)));
      assertTrue(back.frames().getFirst().at("/d/recovered").booleanValue());
      say(onA, project, 5);
      await().untilAsserted(() -> assertEquals(10, back.events().size()));
      heard.addAll(back.events());
    }
    await().untilAsserted(() -> assertEquals(15, socket.events().size()));
    assertEquals(socket.events(), heard);
  }

  @Test
  void itEndsWithinFiveSecondsOfASignOutOnTheOtherNode() throws Exception {
    String email = UUID.randomUUID() + "@example.org";
    ApiClient onA = ApiClient.register(a.uri(), email, "correct horse battery", "Ada");
    ApiClient other = onA.login(email, "correct horse battery");
    String channel = "project:" + onA.newProject();
    try (Listener leaves = Listener.open(onA.at(b.uri()), channel, "");
        Listener stays = Listener.open(other.at(b.uri()), channel, "")) {
      assertEquals(204, onA.send("POST", "/auth/logout", null, Map.of()).statusCode());
      leaves.end().get(5, TimeUnit.SECONDS);
      assertFalse(stays.end().isDone());
      assertEquals(401, onA.send("GET", "/events?channel=" + channel, null, Map.of()).statusCode());
    }
  }

  @Test
  void itEndsWithinFiveSecondsOfTheRightToTheChannel() throws Exception {
    ApiClient onA = ApiClient.register(a.uri());
    UUID project = onA.newProject();
    try (Listener listener = Listener.open(onA.at(b.uri()), "project:" + project, "")) {
      await().untilAsserted(() -> assertEquals("subscribed", op(listener.frames(), 0)));
      assertEquals(
          204,
          onA.send("DELETE", "/projects/" + project, null, Map.of("If-Match", "\"1\""))
              .statusCode());
      listener.end().get(5, TimeUnit.SECONDS);
      assertEquals("unsubscribed", listener.frames().getLast().get("op").textValue());
    }
  }

  private static String op(List<JsonNode> frames, int index) {
    return frames.size() > index ? frames.get(index).get("op").textValue() : "";
  }

  private static void say(ApiClient user, UUID project, int count) throws Exception {
    for (int i = 0; i < count; i++) {
      user.create(
          "/projects/" + project + "/messages",
          Map.of("clientId", UUID.randomUUID().toString(), "body", "hello"));
    }
  }
}
