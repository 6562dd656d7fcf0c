package io.teamflow.cluster.system;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.teamflow.driver.ApiClient;
import io.teamflow.driver.CheckingClient;
import io.teamflow.driver.NodeProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The story of a project goes on while packets vanish between nodes, or around one of them, and
 * nobody has to restart anything afterwards. {@code -Dteamflow.chaos=long} does everything for
 * longer.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PartitionTest {
  private static final boolean LONG = "long".equals(System.getProperty("teamflow.chaos"));
  private static final int NODES = Integer.getInteger("teamflow.chaos.nodes", 2);
  private static final List<Integer> FIRST = List.of(1);
  private static final List<Integer> OTHERS = IntStream.rangeClosed(2, NODES).boxed().toList();
  private static final List<Integer> DATABASE = List.of(Network.HERE);
  private static final Duration LAG_MAX = Duration.ofSeconds(6);

  /** Of what the bus brings, and not the head check. */
  private static final Duration LAG_OF_BUS = Duration.ofSeconds(1);

  /** In which a node without a database is unready and has no sockets any more. */
  private static final Duration AWAY_MAX = Duration.ofSeconds(15);

  private static final Duration HEALING_MAX = Duration.ofSeconds(60);

  private final HttpClient http = HttpClient.newHttpClient();
  private Network network;
  private NetworkedNodes nodes;

  @BeforeAll
  void start() throws Exception {
    Optional<String> lacking = Network.lacking();
    lacking.ifPresent(why -> System.out.println("Partitions are not tested here: " + why));
    assumeTrue(lacking.isEmpty(), () -> lacking.orElse(""));
    network = new Network(NODES);
    nodes =
        new NetworkedNodes(
            network,
            NODES,
            Map.of(
                "TEAMFLOW_LIMITS_REQUESTS_PER_MINUTE", "1000000",
                "TEAMFLOW_LIMITS_FRAMES_PER_MINUTE", "1000000"));
  }

  @AfterAll
  void close() throws Exception {
    if (nodes != null) {
      nodes.close();
    }
    if (network != null) {
      network.close();
    }
  }

  @AfterEach
  void heal() throws IOException {
    network.heal();
  }

  @Test
  void nodesThatCannotReachEachOtherHearEverythingSoon() throws Exception {
    Conversation conversation = begin();
    Duration parted = Duration.ofSeconds(LONG ? 120 : 20);
    part();
    goOn(conversation, parted);
    assertEquals(1, clusterSize(nodes.all().getFirst()), "the nodes have noticed");
    Duration lag = conversation.takeLongestLag();
    network.heal();
    report("parted for " + parted.toSeconds() + " s", lag, healed(conversation));
  }

  @Test
  void aNodeThatOnlyHearsTheOtherHearsEverythingSoon() throws Exception {
    Conversation conversation = begin();
    Duration parted = Duration.ofSeconds(LONG ? 60 : 5);
    network.drop(FIRST, OTHERS);
    goOn(conversation, parted);
    Duration lag = conversation.takeLongestLag();
    network.heal();
    report("one-way for " + parted.toSeconds() + " s", lag, healed(conversation));
  }

  @Test
  void aNetworkThatFailsAgainAndAgainDelaysNothingForLong() throws Exception {
    Conversation conversation = begin();
    List<Integer> seconds = LONG ? List.of(2, 5, 12, 20, 12, 5, 2) : List.of(2, 3);
    for (int parted : seconds) {
      part();
      goOn(conversation, Duration.ofSeconds(parted));
      network.heal();
      goOn(conversation, Duration.ofSeconds(parted));
    }
    report("flapping, " + seconds + " s each", conversation.takeLongestLag(), healed(conversation));
  }

  @Test
  void aNodeThatIsCutOffFromEverythingSendsItsClientsAway() throws Exception {
    Conversation conversation = begin();
    NodeProcess node = nodes.all().getFirst();
    CheckingClient listener = conversation.listener(0);
    Duration cutOff = Duration.ofSeconds(LONG ? 120 : 20);
    long start = System.nanoTime();
    part();
    network.drop(FIRST, DATABASE);
    network.drop(DATABASE, FIRST);
    await().atMost(AWAY_MAX).until(() -> !node.isReady());
    double unready = secondsSince(start);
    int code = listener.closed().get(AWAY_MAX.toSeconds(), TimeUnit.SECONDS);
    double closed = secondsSince(start);
    assertTrue(closed < AWAY_MAX.toSeconds(), () -> "closed after " + closed + " s");
    assertEquals(4000, code);
    assertEquals("reconnect", listener.otherFrames().getLast().get("op").textValue());
    assertEquals(503, refusal(conversation, node));
    listener.connect(nodes.all().getLast().uri());
    await()
        .during(cutOff.minusNanos(System.nanoTime() - start))
        .atMost(cutOff)
        .until(() -> conversation.listens() && !node.isReady());
    double acknowledged = (conversation.lastAcknowledged(0) - start) / 1e9;
    assertTrue(acknowledged < 1, () -> "acknowledged after " + acknowledged + " s");

    long healed = System.nanoTime();
    network.heal();
    await().atMost(HEALING_MAX).until(() -> node.isReady());
    double ready = secondsSince(healed);
    conversation.awaitTalk();
    double talks = secondsSince(healed);
    listener.abort();
    listener.connect(node.uri());
    double[] after = healed(conversation);
    System.out.println(
        String.format(
            Locale.ROOT,
            "cut off for %d s: unready in %.1f s, sockets closed in %.1f s; after it ready in %.1f s,"
                + " acknowledges in %.1f s, one cluster %.1f s and its bus %.1f s later",
            cutOff.toSeconds(),
            unready,
            closed,
            ready,
            talks,
            after[0],
            after[1]));
  }

  @Test
  void aDatabaseThatIsAwayForSecondsCostsNobodyASocket() throws Exception {
    Conversation conversation = begin();
    network.drop(FIRST, DATABASE);
    network.drop(OTHERS, DATABASE);
    Duration away = Duration.ofSeconds(5);
    await().during(away).atMost(away.plusSeconds(30)).until(conversation::listens);
    network.heal();
    goOn(conversation, Duration.ofSeconds(1));
    conversation.end();
  }

  /** How a node answers somebody who wants a socket. */
  private static int refusal(Conversation conversation, NodeProcess node) {
    IOException refused =
        assertThrows(IOException.class, () -> conversation.another().connect(node.uri()));
    return assertInstanceOf(
            WebSocketHandshakeException.class,
            Objects.requireNonNull(refused.getCause()).getCause())
        .getResponse()
        .statusCode();
  }

  /** Nothing goes between the first node and the others any more. */
  private void part() throws IOException {
    network.drop(FIRST, OTHERS);
    network.drop(OTHERS, FIRST);
  }

  /** People talk on nodes that are one cluster. */
  private Conversation begin() throws Exception {
    awaitCluster();
    Conversation conversation = new Conversation(nodes.all());
    conversation.takeLongestLag();
    return conversation;
  }

  private static void goOn(Conversation conversation, Duration time) {
    await().during(time).atMost(time.plusSeconds(30)).until(conversation::listens);
    conversation.awaitTalk();
  }

  /** Waits for the nodes to be one cluster again whose bus works, and holds the story together. */
  private double[] healed(Conversation conversation) throws Exception {
    long start = System.nanoTime();
    awaitCluster();
    double cluster = secondsSince(start);
    await()
        .atMost(HEALING_MAX)
        .until(
            () -> {
              conversation.takeLongestLag();
              goOn(conversation, Duration.ofSeconds(2));
              return conversation.takeLongestLag().compareTo(LAG_OF_BUS) < 0;
            });
    double bus = secondsSince(start);
    assertTrue(conversation.listens());
    conversation.end();
    return new double[] {cluster, bus};
  }

  private void awaitCluster() {
    for (NodeProcess node : nodes.all()) {
      await().atMost(HEALING_MAX).until(() -> clusterSize(node) == NODES);
    }
  }

  private int clusterSize(NodeProcess node) throws IOException, InterruptedException {
    return ApiClient.read(get(node, "/readyz?verbose").body()).get("clusterSize").intValue();
  }

  private HttpResponse<String> get(NodeProcess node, String path)
      throws IOException, InterruptedException {
    URI uri = node.management().resolve(path);
    return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }

  private static double secondsSince(long nanoTime) {
    return (System.nanoTime() - nanoTime) / 1e9;
  }

  private static void report(String what, Duration lag, double[] healed) {
    System.out.println(
        String.format(
            Locale.ROOT,
            "%s: longest lag %.1f s; after it one cluster in %.1f s, its bus within %.1f s",
            what,
            lag.toMillis() / 1e3,
            healed[0],
            healed[1]));
    assertTrue(lag.compareTo(LAG_MAX) <= 0, () -> "a lag of " + lag);
  }
}
