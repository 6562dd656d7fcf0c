package io.teamflow.cluster.system;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import io.teamflow.driver.ApiClient;
import io.teamflow.driver.CheckingClient;
import io.teamflow.driver.NodeProcess;
import io.teamflow.driver.StoryCheck;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Tickets that one node gives and the other one takes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TicketTest {
  private static final int BAD_TOKEN = 4500;

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
  void aTicketOfOneNodeOpensASocketOnTheOther() throws Exception {
    ApiClient onA = ApiClient.register(a.uri());
    UUID project = onA.newProject();
    CheckingClient socket = withTicket(b, ticket(onA));
    StoryCheck story = socket.subscribe("project:" + project);
    onA.create("/projects/" + project + "/tasks", Map.of("title", "t"));
    await().untilAsserted(() -> assertEquals(1, story.events().size()));
    assertEquals(List.of(), story.violations());
  }

  @Test
  void itStandsInTheUrlWhereNothingElseCan() throws Exception {
    ApiClient onA = ApiClient.register(a.uri());
    CheckingClient socket = new CheckingClient("").open(b.uri(), "?ticket=" + ticket(onA));
    await().untilAsserted(() -> assertFalse(socket.otherFrames().isEmpty()));
    JsonNode ready = socket.otherFrames().getFirst();
    assertEquals("ready", ready.get("op").textValue());
    assertEquals(onA.user().toString(), ready.at("/d/user/id").textValue());
    assertEquals("subscribed", subscribed(socket, onA.newProject()));
  }

  @Test
  void aTicketWorksOnceOnWhicheverNode() throws Exception {
    ApiClient onA = ApiClient.register(a.uri());
    String ticket = ticket(onA);
    withTicket(b, ticket);
    for (NodeProcess node : List.of(a, b)) {
      assertEquals(BAD_TOKEN, refusal(node.uri(), ticket));
      assertEquals(BAD_TOKEN, refusalInUrl(node.uri(), ticket));
    }
  }

  @Test
  void ofTwoWhoUseATicketAtOnceOneGetsIn() throws Exception {
    ApiClient onA = ApiClient.register(a.uri());
    for (int round = 0; round < 5; round++) {
      String ticket = ticket(onA);
      List<CheckingClient> sockets = new ArrayList<>();
      for (NodeProcess node : List.of(a, b)) {
        sockets.add(new CheckingClient("").open(node.uri(), "?ticket=" + ticket));
      }
      await()
          .untilAsserted(
              () -> {
                assertEquals(1, sockets.stream().filter(s -> s.closed().isDone()).count());
                assertEquals(1, sockets.stream().filter(s -> !s.otherFrames().isEmpty()).count());
              });
      sockets.forEach(CheckingClient::abort);
    }
  }

  @Test
  void aTicketDiesWithItsSession() throws Exception {
    ApiClient onA = ApiClient.register(a.uri());
    String ticket = ticket(onA);
    assertEquals(204, onA.send("POST", "/auth/logout", null, Map.of()).statusCode());
    assertEquals(BAD_TOKEN, refusal(b.uri(), ticket));
  }

  @Test
  void aSocketOfATicketEndsWithItsSessionOnTheOtherNode() throws Exception {
    ApiClient onA = ApiClient.register(a.uri());
    CheckingClient socket = withTicket(b, ticket(onA));
    assertEquals(204, onA.send("POST", "/auth/logout", null, Map.of()).statusCode());
    assertEquals(4504, socket.closed().get(5, TimeUnit.SECONDS));
  }

  @Test
  void whatNobodyGaveOutIsNoTicket() throws Exception {
    for (String wrong : List.of("", "tft_", "tft_" + "x".repeat(43), "x".repeat(5_000))) {
      assertEquals(BAD_TOKEN, refusal(a.uri(), wrong));
    }
    withTicket(a, ticket(ApiClient.register(a.uri())));
  }

  private static String ticket(ApiClient user) throws IOException, InterruptedException {
    return user.create("/realtime/tickets", Map.of()).get("ticket").textValue();
  }

  private static CheckingClient withTicket(NodeProcess node, String ticket) throws Exception {
    return new CheckingClient("").connect(node.uri(), Map.of("ticket", ticket));
  }

  private static String subscribed(CheckingClient socket, UUID project) throws Exception {
    return socket.subscribe("project:" + project).position() >= 0 ? "subscribed" : "refused";
  }

  private static int refusal(URI node, String ticket) throws Exception {
    CheckingClient socket = new CheckingClient("").open(node, "");
    socket.sendRaw("{\"op\":\"identify\",\"d\":{\"ticket\":\"" + ticket + "\"}}");
    return socket.closed().get(10, TimeUnit.SECONDS);
  }

  private static int refusalInUrl(URI node, String ticket) throws Exception {
    return new CheckingClient("")
        .open(node, "?ticket=" + ticket)
        .closed()
        .get(10, TimeUnit.SECONDS);
  }
}
