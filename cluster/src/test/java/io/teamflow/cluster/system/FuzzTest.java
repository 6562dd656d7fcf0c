package io.teamflow.cluster.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.teamflow.driver.ApiClient;
import io.teamflow.driver.NodeProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Bad requests at random to every operation: each is answered within 5 s, as the contract says and
 * with no 5xx, and the node is well afterwards. The randomness is the same each time; another is
 * tried with {@code -Dteamflow.fuzz.seed=7}, more of it with {@code -Dteamflow.fuzz.requests=5000}
 * for each operation.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FuzzTest {
  private static final long SEED = Long.getLong("teamflow.fuzz.seed", 20_261_125);
  private static final int REQUESTS = Integer.getInteger("teamflow.fuzz.requests", 200);
  private static final int AT_ONCE = 8;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Map<Integer, Integer> statuses = new ConcurrentHashMap<>();
  private Nodes nodes;
  private NodeProcess node;
  private Contract contract;

  /** A request that was not answered well, and why. */
  private record Failed(String number, FuzzRequest request, String token, String why) {}

  @BeforeAll
  void start() throws Exception {
    contract = Contract.read("openapi.yaml");
    nodes = new Nodes();
    node =
        nodes
            .start(
                Map.of(
                    "TEAMFLOW_LIMITS_LOGINS_PER_MINUTE", "1000000",
                    "TEAMFLOW_LIMITS_REQUESTS_PER_MINUTE", "10000000"))
            .awaitReady();
  }

  @AfterAll
  void close() throws Exception {
    nodes.close();
  }

  @Test
  void noRequestBreaksANode() throws Exception {
    ApiClient ada = ApiClient.register(node.uri());
    ApiClient eve = ApiClient.register(node.uri());
    Place home = Place.create(ada, "home").with(ada, "hello");
    Place abroad = Place.create(eve, "abroad").with(eve, "hello");
    FuzzValues values = new FuzzValues(contract, List.of(home, abroad));
    Queue<Failed> failed = new ConcurrentLinkedQueue<>();
    List<Operation> operations = Operation.all();
    Map<String, ApiClient> callers = new HashMap<>();
    for (Operation operation : operations) { // what ends sessions and accounts ends only its own
      callers.put(operation.id(), operation.isOfAccount() ? ApiClient.register(node.uri()) : ada);
    }
    try (ExecutorService workers = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Callable<@Nullable Void>> all = new ArrayList<>();
      for (Operation operation : operations) {
        String token = Objects.requireNonNull(callers.get(operation.id())).token();
        for (int i = 0; i < REQUESTS; i++) {
          all.add(attack(operation, operation.id() + "/" + i, values, token, failed));
        }
      }
      for (Future<@Nullable Void> one : workers.invokeAll(all)) {
        one.get();
      }
    }
    List<String> wrong = new ArrayList<>();
    for (Failed once : failed) { // a busy machine can be too late, but not twice
      sent(once.request(), once.token())
          .ifPresent(why -> wrong.add(once.number() + " " + why + " " + once.request()));
    }
    System.out.println(
        "seed "
            + SEED
            + ", "
            + REQUESTS
            + " each of "
            + operations.size()
            + ": "
            + new TreeMap<>(statuses)
            + ", sent again: "
            + failed.stream().map(Failed::why).toList());
    assertEquals(List.of(), wrong, "with -Dteamflow.fuzz.seed=" + SEED);
    assertTrue(statuses.getOrDefault(400, 0) > operations.size(), statuses.toString());
    assertTrue(statuses.getOrDefault(200, 0) > operations.size(), statuses.toString());
    assertEquals(
        200, eve.send("GET", "/projects/" + abroad.id("project"), null, Map.of()).statusCode());
    assertFalse(node.log().contains(" ERROR "), node.log());
    assertFalse(node.log().contains("\n\tat "), node.log());
  }

  private Callable<@Nullable Void> attack(
      Operation operation, String number, FuzzValues values, String token, Queue<Failed> failed) {
    return () -> {
      FuzzRequest request =
          FuzzRequest.of(
              operation,
              schema(operation),
              values,
              new SplittableRandom(SEED * 31 + number.hashCode()));
      sent(request, token).ifPresent(why -> failed.add(new Failed(number, request, token, why)));
      return null;
    };
  }

  /** Sends it, and tells what was wrong with the answer. */
  private Optional<String> sent(FuzzRequest request, String token) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create(node.uri() + request.path()))
            .timeout(PATIENCE)
            .setHeader("Authorization", "Bearer " + token)
            .method(
                request.method(),
                request.body().isEmpty()
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofString(request.body(), StandardCharsets.ISO_8859_1));
    request.headers().forEach(builder::setHeader);
    try {
      HttpResponse<String> answer = http.send(builder.build(), BodyHandlers.ofString());
      statuses.merge(answer.statusCode(), 1, Integer::sum);
      ContractCheck.held(answer);
      return answer.statusCode() >= 500 ? Optional.of(answer.body()) : Optional.empty();
    } catch (IOException | AssertionError e) {
      return Optional.of(String.valueOf(e));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private JsonNode schema(Operation operation) {
    String at =
        "/paths/"
            + operation.path().replace("/", "~1")
            + "/"
            + operation.method().toLowerCase(Locale.ROOT);
    JsonNode body = contract.resolved(at + "/requestBody");
    JsonNode schema = body.findPath("schema");
    return schema.has("$ref")
        ? contract.resolved(schema.get("$ref").textValue().substring(1))
        : schema;
  }
}
