package io.teamflow.cluster.system;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.teamflow.driver.ApiClient;
import io.teamflow.driver.CheckingClient;
import io.teamflow.driver.NodeProcess;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What ends on one node has ended on the other, though these two nodes have no bus between them:
 * all they share is the database.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccountTest {
  private Nodes nodes;
  private NodeProcess a;
  private NodeProcess b;

  @BeforeAll
  void start() throws Exception {
    nodes = new Nodes();
    Map<String, String> alone = Map.of("TEAMFLOW_CLUSTER_JOIN", "none");
    a = nodes.start(alone).awaitReady();
    b = nodes.start(alone).awaitReady();
    assertTrue(b.log().contains("cluster of 1"), b.log());
  }

  @AfterAll
  void close() throws Exception {
    nodes.close();
  }

  @Test
  void aLogoutEndsTokenAndSocketsOnEveryNode() throws Exception {
    ApiClient ada = ApiClient.register(a.uri());
    endsEverywhere(ada, () -> ada.send("POST", "/auth/logout", null, Map.of()));
  }

  @Test
  void soDoLogoutEverywhereARevokedSessionAndADeletedAccount() throws Exception {
    ApiClient ada = ApiClient.register(a.uri());
    endsEverywhere(ada, () -> ada.send("POST", "/auth/logout-all", null, Map.of()));
    ApiClient bob = ApiClient.register(a.uri());
    String session = bob.get("/auth/sessions").get("items").get(0).get("id").textValue();
    endsEverywhere(bob, () -> bob.send("DELETE", "/auth/sessions/" + session, null, Map.of()));
    ApiClient eve = ApiClient.register(a.uri());
    endsEverywhere(eve, () -> eve.send("DELETE", "/me", null, Map.of()));
  }

  @Test
  void aNewPasswordEndsTheOtherSessionsButNotThisOne() throws Exception {
    ApiClient here = ApiClient.register(a.uri());
    String email = here.get("/me").get("email").textValue();
    ApiClient elsewhere = here.login(email, "correct horse battery");
    endsEverywhere(
        elsewhere,
        () ->
            here.send(
                "POST",
                "/me/password",
                "{\"currentPassword\":\"correct horse battery\",\"newPassword\":\"a new horse\"}",
                Map.of()));
    assertEquals(200, here.at(b.uri()).send("GET", "/me", null, Map.of()).statusCode());
  }

  @Test
  void aTokenOfAProgramDoesWhatItsScopesSayUntilItIsRevoked() throws Exception {
    ApiClient ada = ApiClient.register(a.uri());
    UUID project = ada.newProject();
    JsonNode made = token(ada, "tasks:read");
    ApiClient program = ada.as(made.get("token").textValue()).at(b.uri());
    String tasks = "/projects/" + project + "/tasks";
    assertEquals(200, program.send("GET", tasks, null, Map.of()).statusCode());
    assertEquals(403, program.send("POST", tasks, "{\"title\":\"t\"}", Map.of()).statusCode());
    assertEquals(403, program.send("GET", "/projects/" + project, null, Map.of()).statusCode());
    assertEquals(403, program.send("GET", "/me", null, Map.of()).statusCode());
    assertEquals(403, program.send("POST", "/auth/logout-all", null, Map.of()).statusCode());
    String path = "/me/tokens/" + made.get("id").textValue();
    assertEquals(204, ada.send("DELETE", path, null, Map.of()).statusCode());
    await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> program.send("GET", tasks, null, Map.of()).statusCode() == 401);
  }

  @Test
  void aTokenThatReadsNoMessagesMakesNoTaskOfOne() throws Exception {
    ApiClient ada = ApiClient.register(a.uri());
    UUID project = ada.newProject();
    Map<String, Object> said = Map.of("clientId", UUID.randomUUID(), "body", "secret");
    String message = ada.id("/projects/" + project + "/messages", said);
    String tasks = "/projects/" + project + "/tasks";
    String of = ApiClient.write(Map.of("message", message));
    ApiClient deaf = ada.as(token(ada, "tasks:write").get("token").textValue());
    HttpResponse<String> refused = deaf.send("POST", tasks, of, Map.of());
    assertEquals(403, refused.statusCode());
    assertTrue(refused.body().contains("chat:read"), refused.body());
    assertEquals(201, deaf.send("POST", tasks, "{\"title\":\"t\"}", Map.of()).statusCode());
    ApiClient reader = ada.as(token(ada, "tasks:write", "chat:read").get("token").textValue());
    assertEquals(201, reader.send("POST", tasks, of, Map.of()).statusCode());
  }

  private static JsonNode token(ApiClient owner, String... scopes) throws Exception {
    return owner.create(
        "/me/tokens",
        Map.of(
            "name",
            "program",
            "scopes",
            List.of(scopes),
            "expiresAt",
            Instant.now().plus(Duration.ofDays(1)).toString()));
  }

  @Test
  void aMailResetsThePasswordAndItsLinkIsNotTakenFromTheRequest() throws Exception {
    ApiClient ada = ApiClient.register(a.uri());
    String email = ada.get("/me").get("email").textValue();
    HttpResponse<String> asked =
        ada.send(
            "POST",
            "/auth/password/forgot",
            "{\"email\":\"" + email + "\"}",
            Map.of("X-Forwarded-Host", "evil.example", "Forwarded", "host=evil.example"));
    assertEquals(202, asked.statusCode());
    Mailbox mailbox = new Mailbox(b.management());
    String token = mailbox.awaitToken(email, "Set a new password");
    assertFalse(mailbox.find(email, "Set a new password").orElseThrow().contains("evil"));
    String body = "{\"token\":\"" + token + "\",\"password\":\"a new horse\"}";
    HttpResponse<String> reset =
        ada.at(b.uri()).send("POST", "/auth/password/reset", body, Map.of());
    assertEquals(204, reset.statusCode(), reset.body());
    assertEquals(400, ada.send("POST", "/auth/password/reset", body, Map.of()).statusCode());
    await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> ada.send("GET", "/me", null, Map.of()).statusCode() == 401);
    ada.login(email, "a new horse");
  }

  @Test
  void aBrowserKeepsTheRefreshTokenWhereNoScriptReadsIt() throws Exception {
    ApiClient browser = ApiClient.register(a.uri());
    String email = browser.get("/me").get("email").textValue();
    String login =
        "{\"email\":\"" + email + "\",\"password\":\"correct horse battery\",\"session\":\"%s\"}";
    assertEquals(
        400, browser.send("POST", "/auth/login", login.formatted("x"), Map.of()).statusCode());
    HttpResponse<String> in =
        browser.send("POST", "/auth/login", login.formatted("cookie"), Map.of());
    String cookie = in.headers().firstValue("Set-Cookie").orElseThrow();
    for (String part : List.of("HTTPOnly", "SameSite=Strict", "Path=/api/v1/auth")) {
      assertTrue(cookie.contains(part), cookie);
    }
    assertFalse(in.body().contains("refreshToken"), in.body());
    HttpResponse<String> refreshed = browser.send("POST", "/auth/refresh", null, sent(cookie));
    assertEquals(200, refreshed.statusCode(), refreshed.body());
    String next = refreshed.headers().firstValue("Set-Cookie").orElseThrow();
    assertEquals(200, browser.send("POST", "/auth/refresh", null, sent(next)).statusCode());
    assertEquals(401, browser.send("POST", "/auth/refresh", null, sent(cookie)).statusCode());
    assertEquals(400, browser.send("POST", "/auth/refresh", null, Map.of()).statusCode());
    HttpResponse<String> out = browser.send("POST", "/auth/logout", null, Map.of());
    assertTrue(out.headers().firstValue("Set-Cookie").orElse("").contains("Max-Age=0"));
  }

  private static Map<String, String> sent(String setCookie) {
    return Map.of("Cookie", setCookie.substring(0, setCookie.indexOf(';')));
  }

  @Test
  void noSecretReachesTheLogOrStaysInTheDatabase() throws Exception {
    ApiClient ada = ApiClient.register(a.uri());
    String email = ada.get("/me").get("email").textValue();
    String proof = new Mailbox(a.management()).awaitToken(email, "Confirm");
    String secret =
        ApiClient.read(ada.send("POST", "/me/totp", null, Map.of()).body())
            .get("secret")
            .textValue();
    String dump = nodes.dump();
    for (String canary : Set.of("correct horse battery", proof, secret, ada.token())) {
      assertFalse(dump.contains(canary), "in the database: " + canary);
      assertFalse((a.log() + b.log()).contains(canary), "in the log: " + canary);
    }
    assertTrue(dump.contains(email)); // the dump is one
  }

  /** Runs something on A that ends a session, and sees it end on both within its time. */
  private void endsEverywhere(ApiClient user, Ending ending) throws Exception {
    ApiClient onB = user.at(b.uri());
    assertEquals(200, onB.send("GET", "/me", null, Map.of()).statusCode());
    CheckingClient socket = new CheckingClient(user.token()).connect(b.uri());
    assertEquals(204, ending.end().statusCode());
    await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> onB.send("GET", "/me", null, Map.of()).statusCode() == 401);
    assertEquals(4504, socket.closed().get(5, TimeUnit.SECONDS));
    await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> user.send("GET", "/me", null, Map.of()).statusCode() == 401);
  }

  private interface Ending {
    HttpResponse<String> end() throws Exception;
  }
}
