package io.teamflow.cluster.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.teamflow.driver.ApiClient;
import io.teamflow.driver.NodeProcess;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Every operation by tokens of programs, each with one scope: it is enough, or it is refused. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScopeTest {
  private static final List<String> AREAS = List.of("organizations", "projects", "tasks", "chat");

  /** Each includes those before it. */
  private static final List<String> LEVELS = List.of("read", "write", "admin");

  private final Map<String, ApiClient> programs = new TreeMap<>();
  private Nodes nodes;

  @BeforeAll
  void start() throws Exception {
    nodes = new Nodes();
    NodeProcess node =
        nodes.start(Map.of("TEAMFLOW_LIMITS_REQUESTS_PER_MINUTE", "1000000")).awaitReady();
    ApiClient ada = ApiClient.register(node.uri());
    for (String level : LEVELS) {
      programs.put(level, program(ada, level));
      for (String area : AREAS) {
        programs.put(area + ":" + level, program(ada, area + ":" + level));
      }
    }
  }

  @AfterAll
  void close() throws Exception {
    nodes.close();
  }

  @Test
  void aScopeIsEnoughForItsOperationsAndNoOther() throws Exception {
    List<String> wrong = new ArrayList<>();
    int refused = 0;
    for (Operation operation : Operation.all()) {
      for (Map.Entry<String, ApiClient> program : programs.entrySet()) {
        if (operation.scope().isEmpty()) {
          continue; // open to everybody, whatever they show
        }
        HttpResponse<String> answer = call(program.getValue(), operation);
        boolean lacking = answer.statusCode() == 403;
        refused += lacking ? 1 : 0;
        if (lacking == isEnough(program.getKey(), operation.scope())
            || answer.statusCode() == 401) {
          wrong.add(operation + " with " + program.getKey() + ": " + answer.body());
        }
      }
    }
    assertEquals(List.of(), wrong);
    assertTrue(refused > 500, refused + " refusals");
  }

  /** By ids of nothing, so that what is let in changes nothing. */
  private static HttpResponse<String> call(ApiClient program, Operation operation)
      throws Exception {
    String path = operation.path().replaceAll("\\{\\w+}", UUID.randomUUID().toString());
    return program.request(operation.method(), path, null, Map.of());
  }

  /** As the documentation of scopes says it, and not as the code does. */
  private static boolean isEnough(String granted, String needed) {
    if (needed.equals("session")) {
      return false;
    }
    boolean everywhere = !granted.contains(":");
    if (needed.equals("read")) {
      return everywhere;
    }
    return (everywhere || area(granted).equals(area(needed)))
        && LEVELS.indexOf(level(granted)) >= LEVELS.indexOf(level(needed));
  }

  private static String area(String scope) {
    return scope.substring(0, scope.indexOf(':'));
  }

  private static String level(String scope) {
    return scope.substring(scope.indexOf(':') + 1);
  }

  private static ApiClient program(ApiClient owner, String scope) throws Exception {
    Map<String, Object> token =
        Map.of(
            "name", scope,
            "scopes", List.of(scope),
            "expiresAt", Instant.now().plus(Duration.ofDays(1)).toString());
    return owner.as(owner.create("/me/tokens", token).get("token").textValue());
  }
}
