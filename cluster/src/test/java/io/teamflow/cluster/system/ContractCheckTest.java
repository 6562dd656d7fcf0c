package io.teamflow.cluster.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.teamflow.driver.ApiClient;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * No test can take an answer that is against the contract: here a server gives what a node should
 * not, to the client that every other test uses.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContractCheckTest {
  private static final String SIGNED_IN =
      """
      {"user":{"id":"0197a5e0-0000-7000-8000-000000000001","email":"ada@example.org","name":"Ada"},
       "accessToken":"t","expiresIn":900}""";
  private static final String PROBLEM =
      """
      {"type":"about:blank","title":"Gone","status":%d,"code":"CONFLICT","detail":"d",
       "traceId":"0123456789abcdef0123456789abcdef"}""";

  /** What the server answers next. */
  private record Scripted(int status, String type, String body) {}

  private static final String PROBLEM_TYPE = "application/problem+json";

  private volatile Scripted next = new Scripted(201, "application/json", SIGNED_IN);
  private HttpServer server;
  private URI uri;
  private ApiClient client;

  @BeforeAll
  void start() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          Scripted answer = next;
          byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
          exchange.getRequestBody().readAllBytes();
          exchange.getResponseHeaders().set("Content-Type", answer.type());
          exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    client = ApiClient.register(uri, "ada@example.org", "correct horse battery", "Ada");
  }

  @AfterAll
  void close() {
    server.stop(0);
  }

  @Test
  void whatTheContractPromisesIsTaken() throws Exception {
    next = new Scripted(409, PROBLEM_TYPE, PROBLEM.formatted(409));
    assertEquals(409, send("DELETE", "/me").statusCode());
  }

  @Test
  void aStatusThatTheOperationDoesNotHaveIsRefused() {
    assertRefused("no status of this operation", 410, PROBLEM_TYPE, PROBLEM.formatted(410));
    assertRefused("no status of this operation", 500, PROBLEM_TYPE, PROBLEM.formatted(500));
  }

  @Test
  void anotherContentTypeIsRefused() {
    assertRefused("content type text/html", 409, "text/html", "<p>no</p>");
    assertRefused("content type application/json", 409, "application/json", PROBLEM.formatted(409));
  }

  @Test
  void aBodyThatIsAgainstItsSchemaIsRefused() {
    assertRefused("detail", 409, PROBLEM_TYPE, PROBLEM.formatted(409).replace("detail", "reason"));
    next = new Scripted(200, "application/json", "{\"items\":[{}],\"nextCursor\":null}");
    assertThrows(AssertionError.class, () -> send("GET", "/organizations"));
    next = new Scripted(201, "application/json", SIGNED_IN.replace("0197a5e0", "an id"));
    assertThrows(AssertionError.class, () -> ApiClient.register(uri));
  }

  @Test
  void whatIsNoOperationCanOnlyBeMissing() throws Exception {
    next = new Scripted(404, PROBLEM_TYPE, PROBLEM.formatted(404).replace("CONFLICT", "NOT_FOUND"));
    assertEquals(404, send("GET", "/nowhere").statusCode());
    next = new Scripted(200, "application/json", "{}");
    assertThrows(AssertionError.class, () -> send("GET", "/nowhere"));
  }

  private HttpResponse<String> send(String method, String path) throws Exception {
    return client.send(method, path, null, Map.of());
  }

  private void assertRefused(String why, int status, String type, String body) {
    next = new Scripted(status, type, body);
    AssertionError refused = assertThrows(AssertionError.class, () -> send("DELETE", "/me"));
    assertTrue(String.valueOf(refused.getMessage()).contains(why), refused.getMessage());
  }
}
