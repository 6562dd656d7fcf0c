package io.teamflow.cluster.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.teamflow.driver.ApiClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A client that holds every answer against the contract, and remembers what it called. */
final class ContractClient {
  private final HttpClient http = HttpClient.newHttpClient();
  private final Contract openapi = Contract.read("openapi.yaml");
  private final Set<String> called = new TreeSet<>();
  private final URI node;
  private String token = "";

  ContractClient(URI node) throws IOException {
    this.node = node;
  }

  /** From now on calls with this access token; with an empty one as nobody. */
  void use(String accessToken) {
    token = accessToken;
  }

  /** The access token that calls are made with. */
  String token() {
    return token;
  }

  /** Counts an operation that was called otherwise. */
  void called(String operation) {
    called.add(operation);
  }

  /** The operations of the contract that were not yet called with success. */
  Set<String> missing() {
    Set<String> missing = new TreeSet<>(openapi.operations());
    missing.removeAll(called);
    return missing;
  }

  /** Creates something, and returns its id. */
  String create(String path, String id, String body) throws Exception {
    return call("POST", path, id, body, 201).get("id").textValue();
  }

  /** Sends, holds the answer against the contract, and reads its body. */
  JsonNode call(String method, String path, String id, @Nullable String body, int status)
      throws Exception {
    return ApiClient.read(send(method, path, id, body, Map.of(), status));
  }

  /** Sends, holds the answer against the contract, and returns its body. */
  String send(
      String method,
      String path,
      String id,
      @Nullable String body,
      Map<String, String> headers,
      int status)
      throws Exception {
    HttpResponse<String> response = exchange(method, path, id, body, headers, status);
    return response.body().isEmpty() ? "{}" : response.body();
  }

  /** Sends, holds the answer against the contract, and returns all of it. */
  HttpResponse<String> exchange(
      String method,
      String path,
      String id,
      @Nullable String body,
      Map<String, String> headers,
      int status)
      throws Exception {
    HttpResponse<String> response = request(method, filled(path, id), body, headers);
    assertEquals(status, response.statusCode(), response.body());
    if (status < 400) {
      String operation = openapi.operation(method, path.replaceFirst("[?].*", "")).orElseThrow();
      called.add(openapi.at(operation + "/operationId").textValue());
    }
    return response;
  }

  /** The path with its parameters, which stand behind each other with a comma between. */
  private static String filled(String path, String ids) {
    String filled = path;
    for (String id : ids.split(",", -1)) {
      filled = filled.replaceFirst("\\{\\w+}", id);
    }
    return filled;
  }

  /** Sends and takes whatever the contract knows. */
  HttpResponse<String> request(
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
    return ContractCheck.held(http.send(request.build(), BodyHandlers.ofString()));
  }
}
