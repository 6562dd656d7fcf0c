package io.teamflow.cluster.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.teamflow.driver.ApiClient;
import io.teamflow.driver.NodeProcess;
import io.teamflow.driver.RedisProcess;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Limits that two nodes hold together through Redis, behind a proxy that tells them the source.
 * Each test comes from sources of its own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SharedLimitsTest {
  private static final String PASSWORD = "correct horse battery";
  private static final Duration PATIENCE = Duration.ofMillis(500);

  private final HttpClient http = HttpClient.newHttpClient();
  private RedisProcess redis;
  private Nodes nodes;
  private NodeProcess a;
  private NodeProcess b;

  @BeforeAll
  void start() throws Exception {
    redis = RedisProcess.start();
    nodes = new Nodes();
    Map<String, String> settings =
        Map.of(
            "TEAMFLOW_REDIS_URI",
            redis.uri(),
            "TEAMFLOW_REDIS_TIMEOUT_MS",
            Long.toString(PATIENCE.toMillis()),
            "TEAMFLOW_HTTP_TRUSTED_PROXIES",
            "127.0.0.1");
    a = nodes.start(settings).awaitReady();
    b = nodes.start(settings).awaitReady();
  }

  @AfterAll
  void close() throws Exception {
    nodes.close();
    redis.close();
  }

  @Test
  void sixtyAMinuteOfOneSourceHoldOverBothNodes() throws Exception {
    long start = System.nanoTime();
    int allowed = 0;
    List<HttpResponse<String>> refused = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      HttpResponse<String> answer = refresh(i % 2 == 0 ? a : b, "198.51.100.1");
      if (answer.statusCode() == 429) {
        refused.add(answer);
      } else {
        allowed++;
      }
    }
    HttpResponse<String> last = refused.getLast();
    long givenBack = Duration.ofNanos(System.nanoTime() - start).toSeconds() + 1;
    assertTrue(allowed >= 60 && allowed <= 60 + givenBack, allowed + " of 150");
    assertEquals("\"logins\";q=60;w=60", header(last, "RateLimit-Policy"));
    assertTrue(header(last, "RateLimit").matches("\"logins\";r=0;t=[12]"));
    assertTrue(header(last, "Retry-After").matches("[12]"));
    assertEquals("LIMITED", ApiClient.read(last.body()).get("code").textValue());
    assertFalse(refresh(a, "198.51.100.2").statusCode() == 429);
  }

  @Test
  void whoFailsTooOftenLocksOutNobodyElse() throws Exception {
    String ada = register();
    for (int i = 0; i < 20; i++) {
      String spelling = i % 3 == 0 ? ada.toUpperCase(Locale.ROOT) : ada;
      String neighbour = "2001:db8:6:6::" + Integer.toHexString(i);
      assertEquals(401, login(i % 2 == 0 ? a : b, neighbour, spelling, "wrong").statusCode());
    }
    for (NodeProcess node : List.of(a, b)) {
      HttpResponse<String> refused = login(node, "2001:db8:6:6::ffff", ada, PASSWORD);
      assertEquals(429, refused.statusCode());
      assertEquals("\"sign-in-failures\";q=20;w=900", header(refused, "RateLimit-Policy"));
      assertTrue(Integer.parseInt(header(refused, "Retry-After")) > 1);
      assertEquals(200, login(node, "2001:db8:6:7::1", ada, PASSWORD).statusCode());
      assertEquals(200, login(node, "203.0.113.7", ada, PASSWORD).statusCode());
    }
    String bob = register();
    assertEquals(200, login(a, "2001:db8:6:6::1", bob, PASSWORD).statusCode());
  }

  @Test
  void aHeaderThatNoProxySentChangesNothing() throws Exception {
    NodeProcess direct = nodes.start().awaitReady(); // trusts nobody, and counts for itself
    int refused = 0;
    for (int i = 0; i < 100; i++) {
      refused += refresh(direct, "198.51.100." + i).statusCode() == 429 ? 1 : 0;
    }
    assertTrue(refused > 0);
    direct.terminate();
    direct.awaitExit();
  }

  @Test
  void aRedisThatDiesOrHangsFailsNoRequest() throws Exception {
    ApiClient onA = ApiClient.register(a.uri());
    answersUntilTold(onA, redis::kill, "Redis is away");
    answersUntilTold(onA, redis::restart, "Redis is back");
    answersUntilTold(onA, redis::freeze, "Redis is away");
    answersUntilTold(onA, redis::thaw, "Redis is back");
  }

  /** Traffic on both nodes until both have told what happened; every answer is in time. */
  private void answersUntilTold(ApiClient onA, Event event, String line) throws Exception {
    long toldByA = told(a, line);
    long toldByB = told(b, line);
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    event.run();
    while (told(a, line) == toldByA || told(b, line) == toldByB) {
      for (ApiClient client : List.of(onA, onA.at(b.uri()))) {
        long start = System.nanoTime();
        assertTrue(client.send("GET", "/me", null, Map.of()).statusCode() < 500);
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertTrue(took.compareTo(PATIENCE.plusSeconds(2)) < 0, took.toString());
      }
      assertTrue(refresh(b, "203.0.113.40").statusCode() < 500);
      assertTrue(System.nanoTime() < deadline, a.log() + b.log());
    }
  }

  /** Something that is done to Redis. */
  private interface Event {
    void run() throws Exception;
  }

  private static long told(NodeProcess node, String line) {
    return node.log().lines().filter(each -> each.contains(line)).count();
  }

  private String register() throws Exception {
    String email = UUID.randomUUID() + "@example.org";
    HttpResponse<String> in =
        post(
            a.uri(),
            "/auth/register",
            "192.0.2.1",
            credentials(email, PASSWORD, ",\"name\":\"Ada\""));
    assertEquals(201, in.statusCode(), in.body());
    return email;
  }

  private HttpResponse<String> login(NodeProcess node, String source, String email, String password)
      throws Exception {
    return post(node.uri(), "/auth/login", source, credentials(email, password, ""));
  }

  private HttpResponse<String> refresh(NodeProcess node, String source) throws Exception {
    return post(node.uri(), "/auth/refresh", source, "{\"refreshToken\":\"none\"}");
  }

  private HttpResponse<String> post(URI node, String path, String source, String body)
      throws Exception {
    return ContractCheck.held(
        http.send(
            HttpRequest.newBuilder(node.resolve("/api/v1" + path))
                .header("Content-Type", "application/json")
                .header("X-Forwarded-For", "192.0.2.66, " + source)
                .timeout(Duration.ofSeconds(10))
                .POST(BodyPublishers.ofString(body))
                .build(),
            BodyHandlers.ofString()));
  }

  private static String credentials(String email, String password, String more) {
    return "{\"email\":\"" + email + "\",\"password\":\"" + password + "\"" + more + "}";
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }
}
