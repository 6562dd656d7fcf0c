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
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Wrong frames at random: each ends its socket with the right code or is answered as the contract
 * says, and nobody else notices. The randomness is the same each time; another is tried with {@code
 * -Dteamflow.fuzz.seed=7}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SocketAbuseTest {
  private static final boolean LONG = "long".equals(System.getProperty("teamflow.chaos"));
  private static final long SEED = Long.getLong("teamflow.fuzz.seed", 20_261_127);
  private static final int FRAMES = LONG ? 50_000 : 5_000;
  private static final int AT_ONCE = 4;
  private static final long TALK_MS = 800; // within what a socket may send in a minute
  private static final String LAST = "{\"op\":\"pong\",\"id\":\"last\"}";

  private final Map<Integer, Integer> outcomes = new ConcurrentHashMap<>();
  private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
  private Nodes nodes;
  private NodeProcess node;
  private ApiClient eve;

  @BeforeAll
  void start() throws Exception {
    nodes = new Nodes();
    node = nodes.start(Abuse.SETTINGS).awaitReady();
    eve = ApiClient.register(node.uri());
  }

  @AfterAll
  void close() throws Exception {
    nodes.close();
  }

  @Test
  void wrongFramesEndTheirSocketAndDisturbNobody() throws Exception {
    ApiClient ada = ApiClient.register(node.uri());
    UUID project = ada.newProject();
    CheckingClient talker = new CheckingClient(ada.token()).connect(node.uri());
    StoryCheck story = talker.subscribe("project:" + project);
    NodeUsage usage = new NodeUsage(node);
    long sockets = usage.sockets();
    List<CompletableFuture<JsonNode>> said = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> attackers = new ArrayList<>();
      for (int i = 0; i < AT_ONCE; i++) {
        int attacker = i;
        attackers.add(threads.submit(() -> attack(attacker)));
      }
      for (Future<?> attacker : attackers) {
        while (!attacker.isDone()) {
          said.add(talker.say(project, UUID.randomUUID(), "words"));
          waitFor(attacker);
        }
        attacker.get();
      }
    }
    System.out.println(
        "seed " + SEED + ", " + FRAMES + " wrong frames: " + new TreeMap<>(outcomes));
    assertEquals(List.of(), wrong.stream().limit(20).toList(), "with -Dteamflow.fuzz.seed=" + SEED);
    for (CompletableFuture<JsonNode> one : said) {
      assertEquals("ack", one.get(10, TimeUnit.SECONDS).get("op").textValue());
    }
    await().untilAsserted(() -> assertEquals(said.size(), story.events().size()));
    assertEquals(List.of(), story.violations());
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertTrue(usage.sockets() <= sockets, usage.sockets() + " sockets"));
    talker.abort();
    assertFalse(node.log().contains(" ERROR "), node.log());
    assertFalse(node.log().contains("\n\tat "), node.log());
  }

  private static void waitFor(Future<?> attacker) throws Exception {
    try {
      attacker.get(TALK_MS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      // one more message meanwhile
    }
  }

  private void attack(int attacker) {
    SplittableRandom random = new SplittableRandom(SEED * 31 + attacker);
    for (int i = 0; i < FRAMES / AT_ONCE; i++) {
      Abuse abuse = Abuse.any(random);
      try (RawSocket socket = RawSocket.open(node.uri(), "")) {
        socket.say(Map.of("op", "identify", "d", Map.of("token", eve.token())));
        awaitReady(socket);
        int outcome = outcome(socket, abuse);
        outcomes.merge(outcome, 1, Integer::sum);
        if (outcome != abuse.outcome()) {
          wrong.add(abuse.kind() + ": " + outcome + " instead of " + abuse.outcome());
        }
        if (random.nextBoolean()) {
          socket.reset(); // the others wait for the node
        }
      } catch (IOException | AssertionError e) {
        wrong.add(abuse.kind() + ": " + e);
      }
    }
  }

  private static void awaitReady(RawSocket socket) throws IOException {
    while (!socket.receive().text().startsWith("{\"op\":\"ready\"")) {
      // hello
    }
  }

  /** The code of the close, or what stands for a socket that is well. */
  private static int outcome(RawSocket socket, Abuse abuse) throws IOException {
    try {
      socket.write(abuse.bytes());
      socket.write(RawFrame.text("{\"op\":\"ping\",\"id\":\"last\"}"));
    } catch (IOException _) {
      // closed meanwhile, which is read below
    }
    while (true) {
      try {
        RawFrame frame = socket.receive();
        if (frame.opcode() == RawFrame.CLOSE) {
          return frame.code();
        } else if (frame.opcode() == RawFrame.TEXT) {
          new FrameContractCheck().check(frame.text());
          if (frame.text().equals(LAST)) {
            return Abuse.ANSWERED;
          }
        }
      } catch (EOFException | SocketException _) {
        return RawSocket.NO_CLOSE;
      }
    }
  }

  /** What is answered to a handshake that is none; {@code ~} stands for the end of a line. */
  @ParameterizedTest
  @CsvSource({
    "GET /api/v1/nowhere HTTP/1.1~Host: x~Upgrade: websocket~Connection: Upgrade~"
        + "Sec-WebSocket-Version: 13~Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==~~, 404",
    "GET /api/v1/realtime HTTP/1.1~Host: x~Upgrade: websocket~"
        + "Sec-WebSocket-Version: 13~Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==~~, 400",
    "GET /api/v1/realtime HTTP/1.1~Host: x~Upgrade: websocket~Connection: Upgrade~"
        + "Sec-WebSocket-Version: 99~Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==~~, 426",
    "GET /api/v1/realtime HTTP/1.1~Host: x~Upgrade: websocket~Connection: Upgrade~"
        + "Sec-WebSocket-Version: 13~~, 400",
    "POST /api/v1/realtime HTTP/1.1~Host: x~Content-Length: 0~Upgrade: websocket~Connection: Upgrade~"
        + "Sec-WebSocket-Version: 13~Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==~~, 405",
    "GET /api/v1/realtime HTTP/1.1~Host: x~Upgrade: websocket~Connection: Upgrade~Content-Length: 9000~"
        + "Sec-WebSocket-Version: 13~Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==~~%, 413",
    "GET /api/v1/realtime~~, 400",
    "NONSENSE~~, 400",
  })
  void aHandshakeThatIsNoneIsRefused(String handshake, int status) throws Exception {
    byte[] bytes =
        handshake
            .replace("~", "\r\n")
            .replace("%", "x".repeat(9_000))
            .getBytes(StandardCharsets.ISO_8859_1);
    try (RawSocket socket = RawSocket.connect(node.uri(), 0)) {
      socket.write(bytes);
      assertEquals(Integer.toString(status), socket.readLine().split(" ", 3)[1]);
    }
    assertFalse(node.log().contains(" ERROR "), node.log());
    assertFalse(node.log().contains("\n\tat "), node.log());
  }

  /** A client must wait for the answer: frames before it are dropped, a request ends it all. */
  @Test
  void whatComesBeforeTheHandshakeIsAnsweredIsNotHeard() throws Exception {
    byte[] ping = RawFrame.text("{\"op\":\"ping\",\"id\":\"last\"}");
    byte[] request = "GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    try (RawSocket early = openWith(ping)) {
      assertTrue(early.receive().text().startsWith("{\"op\":\"hello\""));
      assertEquals(4502, early.closeCode()); // it never identified itself
    }
    assertThrows(IOException.class, () -> openWith(request).close());
    assertFalse(node.log().contains(" ERROR "), node.log());
    assertFalse(node.log().contains("\n\tat "), node.log());
  }

  private RawSocket openWith(byte[] more) throws IOException {
    byte[] handshake = RawSocket.handshake(node.uri(), "");
    return RawSocket.open(node.uri(), ConformanceCase.joined(List.of(handshake, more)));
  }
}
