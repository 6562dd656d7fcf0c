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
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one socket, one user and one address may do, and that it is nobody else's loss. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SocketLimitsTest {
  private static final int FRAMES = 30;
  private static final int REQUESTS = 40;
  private static final int SUBSCRIPTIONS = 3;
  private static final int OF_USER = 2;
  private static final int OF_ADDRESS = 8;
  private static final int FRAME_BYTES = 4_096;
  private static final int LIMITED = 4008;

  private final List<CheckingClient> open = new ArrayList<>();
  private Nodes nodes;
  private NodeProcess node;

  @BeforeAll
  void start() throws Exception {
    nodes = new Nodes();
    node =
        nodes
            .start(
                Map.of(
                    "TEAMFLOW_LIMITS_FRAMES_PER_MINUTE", Integer.toString(FRAMES),
                    "TEAMFLOW_LIMITS_REQUESTS_PER_MINUTE", Integer.toString(REQUESTS),
                    "TEAMFLOW_LIMITS_SUBSCRIPTIONS", Integer.toString(SUBSCRIPTIONS),
                    "TEAMFLOW_LIMITS_SOCKETS_PER_USER", Integer.toString(OF_USER),
                    "TEAMFLOW_LIMITS_SOCKETS_PER_ADDRESS", Integer.toString(OF_ADDRESS),
                    "TEAMFLOW_LIMITS_FRAME_BYTES", Integer.toString(FRAME_BYTES),
                    "TEAMFLOW_HTTP_ALLOWED_ORIGINS", "https://app.example.org"))
            .awaitReady();
  }

  @AfterEach
  void closeSockets() {
    open.forEach(CheckingClient::abort);
    open.clear();
  }

  @AfterAll
  void close() throws Exception {
    assertFalse(node.log().contains(" ERROR "), node.log());
    nodes.close();
  }

  @Test
  void whoSendsMoreFramesThanItMayIsClosedAndNobodyElse() throws Exception {
    ApiClient ada = ApiClient.register(node.uri());
    UUID project = ada.newProject();
    StoryCheck bystander = connect(ada).subscribe("project:" + project);
    CheckingClient flood = connect(ada);
    for (int i = 0; i < FRAMES && !flood.closed().isDone(); i++) {
      send(flood, "{\"op\":\"ping\"}");
    }
    assertEquals(LIMITED, flood.closed().get(10, TimeUnit.SECONDS));
    ada.create("/projects/" + project + "/tasks", Map.of("title", "t"));
    await().untilAsserted(() -> assertEquals(1, bystander.events().size()));
  }

  @Test
  void whatAUserSaysOverAllItsSocketsCountsAsRequests() throws Exception {
    ApiClient ada = ApiClient.register(node.uri());
    UUID project = ada.newProject();
    List<String> answers = new ArrayList<>();
    for (CheckingClient socket : List.of(connect(ada), connect(ada))) {
      for (int i = 2; i < FRAMES; i++) { // one has identified it
        JsonNode answer = socket.say(project, UUID.randomUUID(), "m").get(10, TimeUnit.SECONDS);
        answers.add(answer.at("/d/code").asText(answer.get("op").textValue()));
      }
    }
    assertEquals(Set.of("ack", "LIMITED"), Set.copyOf(answers));
    assertTrue(answers.indexOf("LIMITED") > REQUESTS / 2, answers.toString());
  }

  @Test
  void whoFollowsAsManyChannelsAsItMayIsToldAndGoesOn() throws Exception {
    ApiClient ada = ApiClient.register(node.uri());
    CheckingClient socket = connect(ada);
    List<String> channels = new ArrayList<>();
    for (int i = 0; i < SUBSCRIPTIONS; i++) {
      channels.add("project:" + ada.newProject());
      socket.subscribe(channels.getLast());
    }
    IOException refused =
        assertThrows(IOException.class, () -> socket.subscribe("user:" + ada.user()));
    assertEquals(
        "LIMITED", ApiClient.read(String.valueOf(refused.getMessage())).at("/d/code").textValue());
    StoryCheck story = socket.subscribe(channels.getFirst()); // to follow twice is no more
    ada.create(
        "/projects/" + channels.getFirst().substring("project:".length()) + "/tasks",
        Map.of("title", "t"));
    await().untilAsserted(() -> assertEquals(1, story.events().size()));
  }

  @Test
  void aUserHasAsManySocketsAsItMayAndAnotherOneOnceOneIsClosed() throws Exception {
    ApiClient ada = ApiClient.register(node.uri());
    String channel = "user:" + ada.user();
    CheckingClient first = connect(ada);
    try (Listener listener = Listener.open(ada, channel, "")) {
      assertEquals(LIMITED, closeCodeOfOneMore(ada));
      assertEquals(429, ada.send("GET", "/events?channel=" + channel, null, Map.of()).statusCode());
      connect(ApiClient.register(node.uri())); // others may
      first.abort();
      await().untilAsserted(() -> connect(ada));
      assertFalse(listener.end().isDone());
    }
  }

  @Test
  void anAddressHasAsManySocketsAsItMayIdentifiedOrNot() throws Exception {
    List<CheckingClient> sockets = new ArrayList<>();
    for (int i = 0; i < OF_ADDRESS; i++) {
      CheckingClient socket = new CheckingClient("");
      await().untilAsserted(() -> socket.open(node.uri(), "")); // others of this class may be open
      open.add(socket);
      sockets.add(socket);
    }
    try (RawSocket more = RawSocket.open(node.uri(), "")) {
      assertEquals(LIMITED, more.closeCode());
    }
    sockets.getFirst().abort();
    CheckingClient again = new CheckingClient("");
    await().untilAsserted(() -> again.open(node.uri(), ""));
    open.add(again);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example.org",
        "null",
        "http://app.example.org",
        "https://app.example.org.evil.example.org",
        "https://evil-app.example.org",
        "https://app.example.org:8443",
        "https://app.example.org/"
      })
  void anOriginThatIsNotNamedIsRefused(String origin) throws Exception {
    IOException refused =
        assertThrows(
            IOException.class, () -> RawSocket.open(node.uri(), "Origin: " + origin + "\r\n"));
    assertEquals("HTTP/1.1 403 Forbidden", refused.getMessage());
  }

  @Test
  void anOriginThatIsNamedAndProgramsWithNoneAreServed() throws Exception {
    RawSocket.open(node.uri(), "Origin: https://app.example.org\r\n").close();
    RawSocket.open(node.uri(), "").close();
  }

  @Test
  void fragmentsThatAreTooMuchTogetherCloseTheSocket() throws Exception {
    byte[] part = new byte[FRAME_BYTES / 2 + 1];
    Arrays.fill(part, (byte) 'x');
    try (RawSocket socket = RawSocket.open(node.uri(), "")) {
      socket.send(0x01, part);
      socket.send(0x80, part);
      assertEquals(1009, socket.closeCode());
    }
    try (RawSocket socket = RawSocket.open(node.uri(), "")) {
      socket.send(0x81, new byte[FRAME_BYTES + 1]);
      assertEquals(1009, socket.closeCode());
    }
  }

  @Test
  void whatIsNoTextInUtf8ClosesTheSocket() throws Exception {
    try (RawSocket socket = RawSocket.open(node.uri(), "")) {
      socket.send(0x81, new byte[] {'"', (byte) 0xC0, (byte) 0x80, '"'});
      assertEquals(1007, socket.closeCode());
    }
    try (RawSocket socket = RawSocket.open(node.uri(), "")) {
      socket.send(0x82, "{\"op\":\"ping\"}".getBytes(StandardCharsets.UTF_8));
      assertEquals(4503, socket.closeCode());
    }
  }

  @Test
  void whoDoesNotIdentifyInTimeOrDoesSomethingElseFirstIsClosed() throws Exception {
    try (RawSocket silent = RawSocket.open(node.uri(), "");
        RawSocket eager = RawSocket.open(node.uri(), "")) {
      eager.send(0x81, "{\"op\":\"subscribe\"}".getBytes(StandardCharsets.UTF_8));
      assertEquals(4502, eager.closeCode());
      assertEquals(4502, silent.closeCode());
    }
  }

  private CheckingClient connect(ApiClient user) throws IOException, InterruptedException {
    CheckingClient socket = new CheckingClient(user.token());
    open.add(socket);
    return socket.connect(user.node());
  }

  private int closeCodeOfOneMore(ApiClient user) throws Exception {
    CheckingClient socket = new CheckingClient("").open(user.node(), "");
    open.add(socket);
    socket.sendRaw("{\"op\":\"identify\",\"d\":{\"token\":\"" + user.token() + "\"}}");
    return socket.closed().get(10, TimeUnit.SECONDS);
  }

  /** What the server has closed meanwhile cannot be sent to. */
  private static void send(CheckingClient socket, String frame) throws InterruptedException {
    try {
      socket.sendRaw(frame);
    } catch (IOException e) {
      // closed, as it should be: the code is looked at afterwards
    }
  }
}
