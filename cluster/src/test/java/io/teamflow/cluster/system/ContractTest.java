package io.teamflow.cluster.system;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.teamflow.driver.ApiClient;
import io.teamflow.driver.NodeProcess;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
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
  private final Set<String> called = new TreeSet<>();
  private Contract openapi;
  private Contract asyncapi;
  private Nodes nodes;
  private URI node;
  private String token = "";

  @BeforeAll
  void start() throws Exception {
    openapi = Contract.read("openapi.yaml");
    asyncapi = Contract.read("asyncapi.yaml");
    nodes = new Nodes();
    NodeProcess process = nodes.start().awaitReady();
    node = process.uri();
  }

  @AfterAll
  void close() throws Exception {
    nodes.close();
  }

  @Test
  void everyOperationAnswersAsTheContractSays() throws Exception {
    String email = UUID.randomUUID() + "@example.org";
    String credentials = "{\"email\":\"" + email + "\",\"password\":\"correct horse battery\"";
    call("POST", "/api/v1/auth/register", "", credentials + ",\"name\":\"Ada\"}", 201);
    call("POST", "/api/v1/auth/register", "", credentials + ",\"name\":\"Ada\"}", 409);
    call("POST", "/api/v1/auth/login", "", credentials.replace("horse", "house") + "}", 401);
    JsonNode in = call("POST", "/api/v1/auth/login", "", credentials + "}", 200);
    call("GET", "/api/v1/me", "", null, 401);
    token = in.get("accessToken").textValue();
    call("GET", "/api/v1/me", "", null, 200);
    String refresh = "{\"refreshToken\":\"" + in.get("refreshToken").textValue() + "\"}";
    token = call("POST", "/api/v1/auth/refresh", "", refresh, 200).get("accessToken").textValue();
    String named = "{\"name\":\"Name\"}";
    String organization = create("/api/v1/organizations", "", named);
    call("GET", "/api/v1/organizations", "", null, 200);
    call("GET", "/api/v1/organizations/{id}", organization, null, 200);
    call("GET", "/api/v1/organizations/{id}", UUID.randomUUID().toString(), null, 404);
    String team = create("/api/v1/organizations/{id}/teams", organization, named);
    call("GET", "/api/v1/organizations/{id}/teams", organization, null, 200);
    call("GET", "/api/v1/teams/{id}", team, null, 200);
    call("GET", "/api/v1/teams/{id}/members", team, null, 200);
    call("POST", "/api/v1/teams/{id}/leave", team, null, 409);
    String project = create("/api/v1/teams/{id}/projects", team, named);
    call("POST", "/api/v1/teams/{id}/projects", team, "{\"name\":\"P\",\"key\":\"NAME\"}", 409);
    call("GET", "/api/v1/teams/{id}/projects", team, null, 200);
    call("GET", "/api/v1/projects", "", null, 200);
    call("GET", "/api/v1/projects/{id}", project, null, 200);
    String label =
        create("/api/v1/projects/{id}/labels", project, "{\"name\":\"bug\",\"color\":\"#ff0000\"}");
    call("GET", "/api/v1/projects/{id}/labels", project, null, 200);
    String task =
        create(
            "/api/v1/projects/{id}/tasks",
            project,
            "{\"title\":\"t\",\"deadline\":\"2027-01-01T00:00:00Z\",\"labels\":[\""
                + label
                + "\"]}");
    call("POST", "/api/v1/projects/{id}/tasks", project, "{\"title\":\"\"}", 400);
    call("GET", "/api/v1/projects/{id}/tasks", project, null, 200);
    call("GET", "/api/v1/tasks/{id}", task, null, 200);
    call("PATCH", "/api/v1/tasks/{id}", task, "{\"title\":\"u\"}", 428);
    send(
        "PATCH", "/api/v1/tasks/{id}", task, "{\"title\":\"u\"}", Map.of("If-Match", "\"1\""), 200);
    send(
        "PATCH", "/api/v1/tasks/{id}", task, "{\"title\":\"v\"}", Map.of("If-Match", "\"1\""), 412);
    send("GET", "/api/v1/tasks/{id}", task, null, Map.of("If-None-Match", "\"2\""), 304);
    create(
        "/api/v1/projects/{id}/messages",
        project,
        "{\"clientId\":\"" + UUID.randomUUID() + "\",\"body\":\"hello\"}");
    call("GET", "/api/v1/projects/{id}/messages", project, null, 200);
    call("GET", "/", "", null, 200);
    call("GET", "/.well-known/jwks.json", "", null, 200);
    for (String contract : List.of("/openapi.yaml", "/asyncapi.yaml")) {
      HttpResponse<String> text = request("GET", contract, null, Map.of());
      assertEquals(200, text.statusCode());
      called.add(openapi.at("/paths/~1" + contract.substring(1) + "/get/operationId").textValue());
    }
    leaveAsSecondAdmin(team);
    call("POST", "/api/v1/auth/logout", "", null, 204);
    assertEquals(openapi.operations(), called);
  }

  /** Nobody can be invited yet, so a team of its own is left by nobody: 409 is all one can get. */
  private void leaveAsSecondAdmin(String team) throws Exception {
    call("POST", "/api/v1/teams/{id}/leave", team, null, 409);
    called.add("leaveTeam");
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

  private String create(String path, String id, String body) throws Exception {
    return call("POST", path, id, body, 201).get("id").textValue();
  }

  private JsonNode call(String method, String path, String id, @Nullable String body, int status)
      throws Exception {
    return ApiClient.read(send(method, path, id, body, Map.of(), status));
  }

  /** Sends, holds the answer against the contract, and returns its body. */
  private String send(
      String method,
      String path,
      String id,
      @Nullable String body,
      Map<String, String> headers,
      int status)
      throws Exception {
    HttpResponse<String> response = request(method, path.replace("{id}", id), body, headers);
    assertEquals(status, response.statusCode(), response.body());
    String operation =
        "/paths/" + path.replace("/", "~1") + "/" + method.toLowerCase(java.util.Locale.ROOT);
    JsonNode answer = openapi.at(operation + "/responses/" + status);
    assertFalse(answer.isMissingNode(), operation + " knows no " + status);
    if (status < 300) {
      called.add(openapi.at(operation + "/operationId").textValue());
      answer
          .path("headers")
          .fieldNames()
          .forEachRemaining(
              header ->
                  assertTrue(
                      header.equals("Link") || response.headers().firstValue(header).isPresent(),
                      header));
    }
    if (status >= 400) {
      assertEquals(
          "application/problem+json", response.headers().firstValue("Content-Type").orElse(""));
      assertEquals(
          List.of(),
          openapi.errors("/components/schemas/Problem", response.body()),
          response.body());
    } else if (status == 200 || status == 201) {
      assertEquals(
          List.of(),
          openapi.errors(
              operation + "/responses/" + status + "/content/application~1json/schema",
              response.body()),
          response.body());
    }
    return response.body().isEmpty() ? "{}" : response.body();
  }

  private HttpResponse<String> request(
      String method, String path, @Nullable String body, Map<String, String> headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(node.resolve(path))
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (!token.isEmpty()) {
      request.setHeader("Authorization", "Bearer " + token);
    }
    if (body != null) {
      request.setHeader("Content-Type", "application/json");
    }
    headers.forEach(request::setHeader);
    return http.send(request.build(), BodyHandlers.ofString());
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
