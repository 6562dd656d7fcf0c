package io.teamflow.cluster.system;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.teamflow.driver.ApiClient;
import io.teamflow.driver.NodeProcess;
import io.teamflow.driver.ProviderProcess;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Every operation is called on a real node, and every answer held against the contract. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContractTest {
  private final HttpClient http = HttpClient.newHttpClient();
  private Contract asyncapi;
  private Nodes nodes;
  private NodeProcess process;
  private ProviderProcess provider;
  private URI node;

  @BeforeAll
  void start() throws Exception {
    asyncapi = Contract.read("asyncapi.yaml");
    nodes = new Nodes();
    provider = ProviderProcess.start();
    process = nodes.start(provider.settings("acme")).awaitReady();
    node = process.uri();
  }

  @AfterAll
  void close() throws Exception {
    nodes.close();
    provider.kill();
  }

  @Test
  void everyOperationAnswersAsTheContractSays() throws Exception {
    ContractClient client = new ContractClient(node);
    accounts(client);
    secondFactor(client);
    signInElsewhere(client);
    work(client);
    client.call("GET", "/", "", null, 200);
    client.call("GET", "/.well-known/jwks.json", "", null, 200);
    for (String contract : List.of("openapi.yaml", "asyncapi.yaml")) {
      assertEquals(200, client.request("GET", "/" + contract, null, Map.of()).statusCode());
    }
    client.called("getOpenApi");
    client.called("getAsyncApi");
    leave(client);
    assertEquals(Set.of(), client.missing());
  }

  private void accounts(ContractClient client) throws Exception {
    Mailbox mailbox = new Mailbox(process.management());
    String email = UUID.randomUUID() + "@example.org";
    String credentials = "{\"email\":\"" + email + "\",\"password\":\"correct horse battery\"";
    client.call("POST", "/api/v1/auth/register", "", credentials + ",\"name\":\"Ada\"}", 201);
    client.call("POST", "/api/v1/auth/register", "", credentials + ",\"name\":\"Ada\"}", 409);
    client.call("POST", "/api/v1/auth/login", "", credentials.replace("horse", "house") + "}", 401);
    client.call("GET", "/api/v1/me", "", null, 401);
    String proof = token(mailbox.awaitToken(email, "Confirm"));
    client.call("POST", "/api/v1/auth/email/verify", "", proof, 204);
    client.call("POST", "/api/v1/auth/email/verify", "", proof, 400);
    client.call("POST", "/api/v1/auth/password/forgot", "", "{\"email\":\"" + email + "\"}", 202);
    String reset = mailbox.awaitToken(email, "Set a new password");
    String password = "\"password\":\"stapled to a newer horse\"";
    client.call(
        "POST",
        "/api/v1/auth/password/reset",
        "",
        "{\"token\":\"" + reset + "\"," + password + "}",
        204);
    String login = "{\"email\":\"" + email + "\"," + password + "}";
    JsonNode in = client.call("POST", "/api/v1/auth/login", "", login, 200);
    client.use(in.get("accessToken").textValue());
    String refresh = "{\"refreshToken\":\"" + in.get("refreshToken").textValue() + "\"}";
    client.use(
        client
            .call("POST", "/api/v1/auth/refresh", "", refresh, 200)
            .get("accessToken")
            .textValue());
    client.call("GET", "/api/v1/me", "", null, 200);
    client.call("PATCH", "/api/v1/me", "", "{\"name\":\"Ada King\"}", 428);
    client.send("PATCH", "/api/v1/me", "", "{\"name\":\"A\"}", Map.of("If-Match", "\"1\""), 412);
    client.send("PATCH", "/api/v1/me", "", "{\"name\":\"A\"}", Map.of("If-Match", "\"3\""), 200);
    client.call("POST", "/api/v1/me/verification", "", null, 202);
    client.call(
        "POST",
        "/api/v1/me/password",
        "",
        "{\"currentPassword\":\"stapled to a newer horse\",\"newPassword\":\"a third horse\"}",
        204);
    client.call("POST", "/api/v1/me/password", "", "{\"currentPassword\":\"x\"}", 400);
    JsonNode sessions = client.call("GET", "/api/v1/auth/sessions", "", null, 200);
    assertEquals(1, sessions.get("items").size(), sessions.toString());
    String stranger = UUID.randomUUID().toString();
    client.call("DELETE", "/api/v1/auth/sessions/{id}", stranger, null, 404);
  }

  private void secondFactor(ContractClient client) throws Exception {
    client.call("POST", "/api/v1/me/totp/confirm", "", "{\"code\":\"000000\"}", 400);
    JsonNode secret = client.call("POST", "/api/v1/me/totp", "", null, 201);
    String code = Authenticator.code(secret.get("secret").textValue());
    JsonNode recovery =
        client.call("POST", "/api/v1/me/totp/confirm", "", "{\"code\":\"" + code + "\"}", 200);
    assertEquals(10, recovery.get("recoveryCodes").size());
    client.call("POST", "/api/v1/me/totp", "", null, 409);
    client.call("DELETE", "/api/v1/me/totp", "", null, 204);
    String expiry = Instant.now().plus(Duration.ofDays(30)).toString();
    String body = "{\"name\":\"ci\",\"scopes\":[\"tasks:read\"],\"expiresAt\":\"" + expiry + "\"}";
    String made = client.create("/api/v1/me/tokens", "", body);
    client.call("POST", "/api/v1/me/tokens", "", body.replace("tasks:", "account:"), 400);
    client.call("GET", "/api/v1/me/tokens", "", null, 200);
    client.call("DELETE", "/api/v1/me/tokens/{id}", made, null, 204);
    client.call("DELETE", "/api/v1/me/tokens/{id}", made, null, 404);
  }

  private void work(ContractClient client) throws Exception {
    String named = "{\"name\":\"Name\"}";
    String organization = client.create("/api/v1/organizations", "", named);
    client.call("GET", "/api/v1/organizations", "", null, 200);
    client.call("GET", "/api/v1/organizations/{id}", organization, null, 200);
    client.call("GET", "/api/v1/organizations/{id}", UUID.randomUUID().toString(), null, 404);
    String team = client.create("/api/v1/organizations/{id}/teams", organization, named);
    client.call("GET", "/api/v1/organizations/{id}/teams", organization, null, 200);
    client.call("GET", "/api/v1/teams/{id}", team, null, 200);
    client.call("GET", "/api/v1/teams/{id}/members", team, null, 200);
    client.call("POST", "/api/v1/teams/{id}/leave", team, null, 409);
    String project = client.create("/api/v1/teams/{id}/projects", team, named);
    client.call(
        "POST", "/api/v1/teams/{id}/projects", team, "{\"name\":\"P\",\"key\":\"NAME\"}", 409);
    client.call("GET", "/api/v1/teams/{id}/projects", team, null, 200);
    client.call("GET", "/api/v1/projects", "", null, 200);
    client.call("GET", "/api/v1/projects/{id}", project, null, 200);
    String label =
        client.create(
            "/api/v1/projects/{id}/labels", project, "{\"name\":\"bug\",\"color\":\"#ff0000\"}");
    client.call("GET", "/api/v1/projects/{id}/labels", project, null, 200);
    String task =
        client.create(
            "/api/v1/projects/{id}/tasks",
            project,
            "{\"title\":\"t\",\"deadline\":\"2027-01-01T00:00:00Z\",\"labels\":[\""
                + label
                + "\"]}");
    client.call("POST", "/api/v1/projects/{id}/tasks", project, "{\"title\":\"\"}", 400);
    Map<String, String> key = Map.of("Idempotency-Key", UUID.randomUUID().toString());
    String path = "/api/v1/projects/{id}/tasks";
    String once = client.send("POST", path, project, "{\"title\":\"once\"}", key, 201);
    assertEquals(once, client.send("POST", path, project, "{\"title\":\"once\"}", key, 201));
    client.send("POST", path, project, "{\"title\":\"twice\"}", key, 422);
    String board =
        client
            .exchange("GET", "/api/v1/projects/{id}/tasks", project, null, Map.of(), 200)
            .headers()
            .firstValue("ETag")
            .orElseThrow();
    client.send(
        "GET", "/api/v1/projects/{id}/tasks", project, null, Map.of("If-None-Match", board), 304);
    client.call("GET", "/api/v1/tasks/{id}", task, null, 200);
    client.call("PATCH", "/api/v1/tasks/{id}", task, "{\"title\":\"u\"}", 428);
    Map<String, String> tags = Map.of("If-Match", "\"1\"", "If-None-Match", "\"2\"");
    client.send("PATCH", "/api/v1/tasks/{id}", task, "{\"title\":\"u\"}", tags, 200);
    client.send(
        "PATCH", "/api/v1/tasks/{id}", task, "{\"title\":\"v\"}", Map.of("If-Match", "\"1\""), 412);
    client.send("GET", "/api/v1/tasks/{id}", task, null, Map.of("If-None-Match", "\"2\""), 304);
    RelationCalls.call(client, project, task, label);
    conversation(client, project);
    change(client, organization, team, project);
    invite(client, organization, team);
  }

  private static void change(
      ContractClient client, String organization, String team, String project) throws Exception {
    String named = "{\"name\":\"Other\"}";
    Map<String, String> first = Map.of("If-Match", "\"1\"");
    Map<String, String> second = Map.of("If-Match", "\"2\"");
    client.call("PATCH", "/api/v1/organizations/{id}", organization, named, 428);
    client.send("PATCH", "/api/v1/organizations/{id}", organization, named, first, 200);
    String renamed = "{\"name\":\"Third\"}";
    client.send("PATCH", "/api/v1/organizations/{id}", organization, renamed, first, 412);
    client.send("PATCH", "/api/v1/teams/{id}", team, named, first, 200);
    client.send("DELETE", "/api/v1/teams/{id}", team, null, second, 409);
    client.send("DELETE", "/api/v1/organizations/{id}", organization, null, second, 409);
    client.send("PATCH", "/api/v1/projects/{id}", project, "{\"workflow\":\"wild\"}", first, 400);
    client.send("PATCH", "/api/v1/projects/{id}", project, "{\"workflow\":\"strict\"}", first, 200);
    JsonNode members =
        client.call("GET", "/api/v1/organizations/{id}/members", organization, null, 200);
    String me = members.get("items").get(0).get("userId").textValue();
    String inOrganization = "/api/v1/organizations/{id}/members/{userId}";
    String inTeam = "/api/v1/teams/{id}/members/{userId}";
    String toOwner = "{\"role\":\"OWNER\"}";
    client.call("PATCH", inOrganization, organization + "," + me, toOwner, 200);
    client.call("PATCH", inOrganization, organization + "," + me, "{\"role\":\"ADMIN\"}", 409);
    client.call("PATCH", inTeam, team + "," + me, toOwner, 400);
    client.call("PATCH", inTeam, team + "," + me, "{\"role\":\"ADMIN\"}", 200);
    client.call("DELETE", inOrganization, organization + "," + me, null, 409);
    client.call("DELETE", inTeam, team + "," + me, null, 409);
    String place = client.create("/api/v1/organizations", "", named);
    String crew = client.create("/api/v1/organizations/{id}/teams", place, named);
    String work = client.create("/api/v1/teams/{id}/projects", crew, named);
    client.call("DELETE", "/api/v1/projects/{id}", work, null, 428);
    client.send("DELETE", "/api/v1/projects/{id}", work, null, first, 204);
    client.send("DELETE", "/api/v1/teams/{id}", crew, null, first, 204);
    client.send("DELETE", "/api/v1/organizations/{id}", place, null, first, 204);
  }

  private static void conversation(ContractClient client, String project) throws Exception {
    String messages = "/api/v1/projects/{id}/messages";
    String hello = "{\"clientId\":\"" + UUID.randomUUID() + "\",\"body\":\"hello\"}";
    String message = client.create(messages, project, hello);
    client.call("GET", messages, project, null, 200);
    String one = "/api/v1/messages/{id}";
    client.call("GET", one, message, null, 200);
    client.call("GET", one, UUID.randomUUID().toString(), null, 404);
    client.call("PATCH", one, message, "{\"body\":\"hi\"}", 428);
    client.send("PATCH", one, message, "{}", Map.of("If-Match", "\"1\""), 400);
    client.send("PATCH", one, message, "{\"body\":\"hi\"}", Map.of("If-Match", "\"1\""), 200);
    client.send("PATCH", one, message, "{\"body\":\"ho\"}", Map.of("If-Match", "\"1\""), 412);
    client.create(
        messages,
        project,
        "{\"clientId\":\"%s\",\"body\":\"re\",\"replyTo\":\"%s\"}"
            .formatted(UUID.randomUUID(), message));
    String tasks = "/api/v1/projects/{id}/tasks";
    String made = client.create(tasks, project, "{\"message\":\"" + message + "\"}");
    client.call("POST", tasks, project, "{\"message\":\"" + message + "\"}", 409);
    client.call("POST", tasks, project, "{\"message\":\"" + project + "\"}", 400);
    client.call("POST", tasks, project, "{\"message\":null}", 400);
    JsonNode task = client.call("GET", "/api/v1/tasks/{id}", made, null, 200);
    assertEquals(message, task.get("message").textValue());
    assertEquals("hi", task.get("title").textValue());
    assertEquals(made, client.call("GET", one, message, null, 200).get("task").textValue());
    client.call("GET", one + "/replies", message, null, 200);
    client.call("GET", one + "/replies", UUID.randomUUID().toString(), null, 404);
    String reactions = one + "/reactions/{emoji}";
    String thumb = message + ",%F0%9F%91%8D";
    client.call("PUT", reactions, thumb, null, 204);
    client.call("PUT", reactions, message + ",ok", null, 400);
    client.call("GET", one, message, null, 200);
    client.call("DELETE", reactions, thumb, null, 204);
    client.call("GET", messages + "?q=hi", project, null, 200);
    client.call("GET", messages + "?q=", project, null, 400);
    String events = "/api/v1/projects/{id}/events";
    String now = client.call("GET", events, project, null, 200).get("position").textValue();
    client.create(
        messages,
        project,
        hello
            .replace("hello", "pulled")
            .replaceFirst("[0-9a-f-]{36}", UUID.randomUUID().toString()));
    JsonNode pulled = client.call("GET", events + "?since=" + now, project, null, 200);
    assertEquals("pulled", pulled.at("/items/0/d/body").textValue(), pulled.toString());
    client.call("GET", events + "?since=yesterday", project, null, 400);
    client.call("GET", events, UUID.randomUUID().toString(), null, 404);
    client.call("GET", "/api/v1/events?channel=nowhere", "", null, 400);
    client.call("GET", "/api/v1/events?channel=project:" + UUID.randomUUID(), "", null, 404);
    client.call("POST", "/api/v1/realtime/tickets", "", null, 201);
    client.called("listen"); // an answer without an end: EventSourceTest
    String read = "/api/v1/projects/{id}/read";
    client.call("PUT", read, project, "{\"seq\":3}", 200);
    client.call("PUT", read, project, "{\"seq\":-1}", 400);
    client.call("PUT", read, project, "{}", 400);
    client.call("PUT", read, UUID.randomUUID().toString(), "{\"seq\":3}", 404);
    client.call("GET", "/api/v1/projects/{id}/unread", project, null, 200);
    client.call("GET", "/api/v1/unread", "", null, 200);
    client.call("DELETE", one, message, null, 428);
    client.send("DELETE", one, message, null, Map.of("If-Match", "\"1\""), 412);
    client.send("DELETE", one, message, null, Map.of("If-Match", "\"2\""), 204);
    client.send("PATCH", one, message, "{\"body\":\"hm\"}", Map.of("If-Match", "\"3\""), 409);
    client.call("GET", one, message, null, 200);
  }

  private void invite(ContractClient client, String organization, String team) throws Exception {
    String invitations = "/api/v1/teams/{id}/invitations";
    String accept = "/api/v1/invitations/accept";
    Mailbox mailbox = new Mailbox(process.management());
    String mine = client.token();
    ApiClient ben = ApiClient.register(node);
    String email = ben.get("/me").get("email").textValue();
    String body = "{\"email\":\"" + email + "\",\"role\":\"MEMBER\"}";
    client.call("POST", invitations, team, "{\"email\":\"nobody\",\"role\":\"MEMBER\"}", 400);
    String revoked = client.create(invitations, team, body.replace(email, "x" + email));
    client.call("DELETE", "/api/v1/invitations/{id}", revoked, null, 204);
    client.call("DELETE", "/api/v1/invitations/{id}", revoked, null, 404);
    client.create(invitations, team, body);
    client.call("GET", invitations, team, null, 200);
    String proof = token(mailbox.awaitToken(email, "invited"));
    client.call("POST", accept, "", proof, 403);
    client.use(ben.token());
    client.call("POST", accept, "", proof, 200);
    client.call("POST", accept, "", proof, 400);
    client.use(mine);
    String other =
        client.create("/api/v1/organizations/{id}/teams", organization, "{\"name\":\"T\"}");
    client.create(invitations, other, body.replace("MEMBER", "GUEST"));
    String second = token(mailbox.awaitAnotherToken(email, "invited", proof));
    client.use(ben.token());
    client.call("POST", accept, "", second, 200);
    client.call("POST", "/api/v1/teams/{id}/leave", other, null, 204);
    client.use(mine);
    String inTeam = "/api/v1/teams/{id}/members/{userId}";
    client.call("DELETE", inTeam, team + "," + ben.user(), null, 204);
    client.call(
        "DELETE",
        "/api/v1/organizations/{id}/members/{userId}",
        organization + "," + ben.user(),
        null,
        204);
    client.call("POST", "/api/v1/teams/{id}/leave", team, null, 409);
  }

  /** Each way to leave ends somebody's story. */
  private void leave(ContractClient client) throws Exception {
    client.call("POST", "/api/v1/auth/logout", "", null, 204);
    client.use(ApiClient.register(node).token());
    client.call("POST", "/api/v1/auth/logout-all", "", null, 204);
    client.use(ApiClient.register(node).token());
    JsonNode sessions = client.call("GET", "/api/v1/auth/sessions", "", null, 200);
    String own = sessions.get("items").get(0).get("id").textValue();
    client.call("DELETE", "/api/v1/auth/sessions/{id}", own, null, 204);
    client.use(ApiClient.register(node).token());
    client.call("DELETE", "/api/v1/me", "", null, 204);
  }

  private static String token(String proof) {
    return "{\"token\":\"" + proof + "\"}";
  }

  private void signInElsewhere(ContractClient client) throws Exception {
    String begin = "/api/v1/auth/oidc/{provider}";
    String mine = "/api/v1/me/identities/{provider}";
    HttpResponse<String> link =
        client.exchange("POST", mine + "?return=/me", "acme", null, Map.of(), 200);
    String url = ApiClient.read(link.body()).get("authorizationUrl").textValue();
    client.exchange("GET", comeBack(url, "ada"), "acme", null, cookieOf(link), 303);
    client.exchange("GET", comeBack(url, "ada"), "acme", null, cookieOf(link), 400);
    client.call("GET", "/api/v1/me/identities", "", null, 200);
    client.call("DELETE", mine, "acme", null, 204);
    client.call("DELETE", mine, "acme", null, 404);
    client.call("POST", mine + "?return=//evil.example.org", "acme", null, 400);

    client.call("GET", begin + "?return=//evil.example.org", "acme", null, 400);
    client.call("GET", begin, "nobody", null, 404);
    HttpResponse<String> begun = client.exchange("GET", begin, "acme", null, Map.of(), 302);
    String location = begun.headers().firstValue("Location").orElseThrow();
    client.exchange("GET", comeBack(location, "eve"), "acme", null, cookieOf(begun), 200);
  }

  /** Where the provider sends the browser, below the callback that the contract names. */
  private String comeBack(String authorizationUrl, String subject) throws Exception {
    return "/api/v1/auth/oidc/{provider}/callback?"
        + provider
            .signIn(
                URI.create(authorizationUrl),
                subject,
                Map.of("email", subject + "@provider.example.org", "email_verified", true))
            .getRawQuery();
  }

  private static Map<String, String> cookieOf(HttpResponse<?> response) {
    String cookie = response.headers().firstValue("Set-Cookie").orElseThrow();
    return Map.of("Cookie", cookie.substring(0, cookie.indexOf(';')));
  }

  @Test
  void everyFrameIsAsTheContractSays() throws Exception {
    ApiClient ada = ApiClient.register(node);
    UUID project = ada.newProject();
    String channel = ",\"ch\":\"project:" + project + "\"";
    List<String> frames = new CopyOnWriteArrayList<>();
    WebSocket socket =
        http.newWebSocketBuilder()
            .buildAsync(
                URI.create("ws://" + node.getAuthority() + "/api/v1/realtime"), collector(frames))
            .get(5, TimeUnit.SECONDS);
    say(socket, "{\"op\":\"ping\",\"id\":\"p\"}");
    say(socket, "{\"op\":\"identify\",\"id\":1,\"d\":{\"token\":\"" + ada.token() + "\"}}");
    await().untilAsserted(() -> assertTrue(frames.toString().contains("\"ready\"")));
    say(socket, "{\"op\":\"subscribe\",\"id\":2" + channel + "}");
    say(socket, "{\"op\":\"subscribe\",\"id\":3,\"ch\":\"project:" + UUID.randomUUID() + "\"}");
    say(socket, "{\"op\":\"subscribe\",\"id\":4,\"ch\":\"nonsense\"}");
    await().untilAsserted(() -> assertTrue(frames.toString().contains("subscribed")));
    say(socket, "{\"op\":\"typing\"" + channel + "}");
    say(
        socket,
        "{\"op\":\"send\",\"id\":5"
            + channel
            + ",\"d\":{\"clientId\":\""
            + UUID.randomUUID()
            + "\",\"body\":\"hello\"}}");
    ada.create("/projects/" + project + "/tasks", Map.of("title", "t"));
    say(socket, "{\"op\":\"token\",\"id\":6,\"d\":{\"token\":\"" + ada.token() + "\"}}");
    say(socket, "{\"op\":\"dance\",\"id\":7}");
    await().untilAsserted(() -> assertTrue(frames.toString().contains("task.created")));
    say(socket, "{\"op\":\"unsubscribe\",\"id\":8" + channel + "}");
    Set<String> expected =
        Set.of(
            "hello",
            "ready",
            "subscribed",
            "unsubscribed",
            "event",
            "signal",
            "ack",
            "pong",
            "error");
    await()
        .untilAsserted(
            () -> {
              Set<String> ops = new TreeSet<>();
              frames.forEach(frame -> ops.add(ApiClient.read(frame).get("op").textValue()));
              assertEquals(new TreeSet<>(expected), ops);
            });
    for (String frame : frames) {
      String op = ApiClient.read(frame).get("op").textValue();
      assertEquals(
          List.of(), asyncapi.errors("/components/messages/" + op + "/payload", frame), frame);
    }
    assertFalse(asyncapi.errors("/components/messages/ack/payload", "{\"op\":\"ack\"}").isEmpty());
    socket.abort();
  }

  private static void say(WebSocket socket, String text) throws Exception {
    socket.sendText(text, true).get(5, TimeUnit.SECONDS);
  }

  private static WebSocket.Listener collector(List<String> frames) {
    return new WebSocket.Listener() {
      private final StringBuilder text = new StringBuilder();

      @Override
      public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
          frames.add(text.toString());
          text.setLength(0);
        }
        from.request(1);
        return null;
      }
    };
  }
}
