package io.teamflow.driver;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A signed-in user of the HTTP API of one node. */
public final class ApiClient {
  static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final String REGISTER = "/auth/register";
  private static final int UNAVAILABLE = 503;
  private static final int TRIES_MAX = 3;
  private static final List<AnswerCheck> CHECKS =
      ServiceLoader.load(AnswerCheck.class).stream().map(ServiceLoader.Provider::get).toList();

  private final HttpClient http;
  private final URI node;
  private final String token;
  private final UUID user;

  private ApiClient(HttpClient http, URI node, String token, UUID user) {
    this.http = http;
    this.node = node;
    this.token = token;
    this.user = user;
  }

  /** Registers somebody new; tries again where the machine is too busy to answer in time. */
  public static ApiClient register(URI node) throws IOException, InterruptedException {
    ApiClient nobody = nobody(node);
    for (int tries = 1; ; tries++) {
      HttpResponse<String> answer =
          nobody.register(UUID.randomUUID() + "@example.org", "correct horse battery", "Ada");
      if (answer.statusCode() != UNAVAILABLE || tries == TRIES_MAX) {
        return nobody.of(created(REGISTER, answer));
      }
    }
  }

  /** Registers a person; an address that has an account already is an error. */
  public static ApiClient register(URI node, String email, String password, String name)
      throws IOException, InterruptedException {
    ApiClient nobody = nobody(node);
    return nobody.of(created(REGISTER, nobody.register(email, password, name)));
  }

  private HttpResponse<String> register(String email, String password, String name)
      throws IOException, InterruptedException {
    String body = write(Map.of("email", email, "password", password, "name", name));
    return send("POST", REGISTER, body, Map.of());
  }

  /** Signs in somebody; empty when there is no such account or the password is another. */
  public static Optional<ApiClient> signIn(URI node, String email, String password)
      throws IOException, InterruptedException {
    ApiClient nobody = nobody(node);
    HttpResponse<String> response =
        nobody.send(
            "POST", "/auth/login", write(Map.of("email", email, "password", password)), Map.of());
    return switch (response.statusCode()) {
      case 200 -> Optional.of(nobody.of(read(response.body())));
      case 401 -> Optional.empty();
      default ->
          throw new IOException("login answered " + response.statusCode() + " " + response.body());
    };
  }

  private static ApiClient nobody(URI node) {
    return new ApiClient(
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build(),
        node,
        "",
        new UUID(0, 0));
  }

  private ApiClient of(JsonNode signedIn) {
    return new ApiClient(
        http,
        node,
        signedIn.get("accessToken").textValue(),
        UUID.fromString(signedIn.get("user").get("id").textValue()));
  }

  /** Signs in again, as another session. */
  public ApiClient login(String email, String password) throws IOException, InterruptedException {
    HttpResponse<String> response =
        as("")
            .send(
                "POST",
                "/auth/login",
                write(Map.of("email", email, "password", password)),
                Map.of());
    if (response.statusCode() != 200) {
      throw new IOException("login answered " + response.statusCode() + " " + response.body());
    }
    return as(read(response.body()).get("accessToken").textValue());
  }

  /** The same user with another access token. */
  public ApiClient as(String otherToken) {
    return new ApiClient(http, node, otherToken, user);
  }

  /** The same user at another node. */
  public ApiClient at(URI other) {
    return new ApiClient(http, other, token, user);
  }

  public URI node() {
    return node;
  }

  public String token() {
    return token;
  }

  public UUID user() {
    return user;
  }

  /** A project in a new team of a new organization. */
  public UUID newProject() throws IOException, InterruptedException {
    String organization =
        create("/organizations", Map.of("name", "Organization")).get("id").textValue();
    String team =
        create("/organizations/" + organization + "/teams", Map.of("name", "Team"))
            .get("id")
            .textValue();
    return UUID.fromString(
        create("/teams/" + team + "/projects", Map.of("name", "Project")).get("id").textValue());
  }

  /** Creates something; anything but 201 is an error. */
  public JsonNode create(String path, Object body) throws IOException, InterruptedException {
    return created(path, send("POST", path, write(body), Map.of()));
  }

  private static JsonNode created(String path, HttpResponse<String> response) throws IOException {
    if (response.statusCode() != 201) {
      throw new IOException(path + " answered " + response.statusCode() + " " + response.body());
    }
    return read(response.body());
  }

  /** Creates something, and returns its id. */
  public String id(String path, Object body) throws IOException, InterruptedException {
    return create(path, body).get("id").textValue();
  }

  /** Reads something; anything but 200 is an error. */
  public JsonNode get(String path) throws IOException, InterruptedException {
    HttpResponse<String> response = send("GET", path, null, Map.of());
    if (response.statusCode() != 200) {
      throw new IOException(path + " answered " + response.statusCode() + " " + response.body());
    }
    return read(response.body());
  }

  /** Every message of a project, oldest first, page by page. */
  public List<JsonNode> messages(UUID project) throws IOException, InterruptedException {
    List<JsonNode> messages = new ArrayList<>();
    String before = "";
    while (true) {
      JsonNode page = get("/projects/" + project + "/messages?limit=200" + before);
      page.get("items").forEach(messages::add);
      if (page.get("nextCursor").isNull()) {
        Collections.reverse(messages);
        return messages;
      }
      before = "&before=" + page.get("nextCursor").textValue();
    }
  }

  /** Sends a request below {@code /api/v1} and takes whatever comes back. */
  public HttpResponse<String> send(
      String method, String path, @Nullable String body, Map<String, String> headers)
      throws IOException, InterruptedException {
    return request(method, "/api/v1" + path, body, headers);
  }

  /** The last event of a project, as PostgreSQL has it. */
  public long head(UUID project) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        send("GET", "/projects/" + project + "/tasks?limit=1", null, Map.of());
    String position = answer.headers().firstValue("X-Stream-Position").orElseThrow();
    return Long.parseLong(position.substring(position.lastIndexOf(':') + 1));
  }

  /** Sends a request to any path of the node and takes whatever comes back. */
  public HttpResponse<String> request(
      String method, String path, @Nullable String body, Map<String, String> headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(node.resolve(path))
            .timeout(PATIENCE)
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (!token.isEmpty()) {
      request.setHeader("Authorization", "Bearer " + token);
    }
    if (body != null) {
      request.setHeader("Content-Type", "application/json");
    }
    headers.forEach(request::setHeader);
    HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
    CHECKS.forEach(check -> check.check(answer));
    return answer;
  }

  /** Parses JSON that the server sent. */
  public static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not JSON: " + json, e);
    }
  }

  /** Writes a value as JSON. */
  public static String write(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot be written as JSON", e);
    }
  }
}
