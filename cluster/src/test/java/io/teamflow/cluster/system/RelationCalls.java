package io.teamflow.cluster.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.UUID;

/** The calls of {@link ContractTest} about what hangs on a task, and comes off it. */
final class RelationCalls {
  private RelationCalls() {}

  static void call(ContractClient client, String project, String task, String label)
      throws Exception {
    lists(client, project, label);
    move(client, task);
    labels(client, label);
    comments(client, task);
    watchers(client, task);
    dependencies(client, project, task);
    history(client, project, task);
  }

  private static void history(ContractClient client, String project, String task) throws Exception {
    client.call("GET", "/api/v1/tasks/{id}/activity", task, null, 200);
    String tasks = "/api/v1/projects/{id}/tasks";
    String old = client.create(tasks, project, "{\"title\":\"old\"}");
    String change =
        "{\"changes\":[{\"id\":\"" + old + "\",\"version\":1,\"patch\":{\"title\":\"older\"}}]}";
    client.call("PATCH", tasks, project, change, 200);
    client.call("PATCH", tasks, project, change.replace("older", "oldest"), 409);
    client.call("PATCH", tasks, project, "{\"changes\":[]}", 400);
    String one = "/api/v1/tasks/{id}";
    client.call("DELETE", one, old, null, 428);
    client.send("DELETE", one, old, null, Map.of("If-Match", "\"1\""), 412);
    int version = client.call("GET", one, task, null, 200).get("version").intValue();
    client.send("DELETE", one, task, null, Map.of("If-Match", "\"" + version + "\""), 409);
    client.send("DELETE", one, old, null, Map.of("If-Match", "\"2\""), 204);
    client.call("GET", one, old, null, 404);
    client.call("GET", "/api/v1/projects/{id}/trash", project, null, 200);
    client.call("POST", "/api/v1/tasks/{id}/restore", old, null, 200);
    client.call("GET", one, old, null, 200);
  }

  private static void lists(ContractClient client, String project, String label) throws Exception {
    String tasks = "/api/v1/projects/{id}/tasks";
    String all =
        tasks
            + "?status=TODO,DONE&priority=MEDIUM,URGENT&label=%s&q=u%%20-v&sort=deadline&order=desc"
                .formatted(label)
            + "&deadlineFrom=2027-01-01T00:00:00Z&deadlineTo=2027-01-01T00:00:00Z&limit=1";
    assertEquals(1, client.call("GET", all, project, null, 200).get("items").size());
    JsonNode mine = client.call("GET", tasks + "?assignee=me", project, null, 200);
    assertEquals(0, mine.get("items").size());
    HttpResponse<String> first =
        client.exchange(
            "GET", tasks + "?status=TODO&sort=number&limit=1", project, null, Map.of(), 200);
    String next = first.headers().firstValue("Link").orElseThrow().replaceAll(".*[?](.*)>.*", "$1");
    client.call("GET", tasks + "?" + next, project, null, 200);
    client.call("GET", tasks + "?" + next.replace("TODO", "DONE"), project, null, 400);
    client.call("GET", tasks + "?state=TODO", project, null, 400);
    client.call("GET", tasks + "?status=todo", project, null, 400);
  }

  private static void move(ContractClient client, String task) throws Exception {
    String move = "/api/v1/tasks/{id}/move";
    String done = "{\"status\":\"DONE\"}";
    client.call("POST", move, task, done, 428);
    client.send("POST", move, task, done, Map.of("If-Match", "\"1\""), 412);
    client.send("POST", move, task, "{}", Map.of("If-Match", "\"2\""), 400);
    String behindNobody = "{\"status\":\"DONE\",\"after\":\"" + UUID.randomUUID() + "\"}";
    client.send("POST", move, task, behindNobody, Map.of("If-Match", "\"2\""), 409);
    client.send("POST", move, task, done, Map.of("If-Match", "\"2\""), 200);
  }

  private static void comments(ContractClient client, String task) throws Exception {
    String comments = "/api/v1/tasks/{id}/comments";
    String comment = client.create(comments, task, "{\"body\":\"hello\"}");
    client.call("POST", comments, task, "{\"body\":\"\"}", 400);
    client.call("GET", comments, task, null, 200);
    client.call("GET", comments, comment, null, 404);
    String one = "/api/v1/comments/{id}";
    client.call("PATCH", one, comment, "{\"body\":\"hi\"}", 428);
    client.send("PATCH", one, comment, "{\"body\":\"hi\"}", Map.of("If-Match", "\"1\""), 200);
    client.send("PATCH", one, comment, "{\"body\":\"ho\"}", Map.of("If-Match", "\"1\""), 412);
    client.call("DELETE", one, comment, null, 428);
    client.send("DELETE", one, comment, null, Map.of("If-Match", "\"1\""), 412);
    client.send("DELETE", one, comment, null, Map.of("If-Match", "\"2\""), 204);
    client.send("PATCH", one, comment, "{\"body\":\"hm\"}", Map.of("If-Match", "\"3\""), 409);
    client.call("GET", comments, task, null, 200);
  }

  private static void watchers(ContractClient client, String task) throws Exception {
    String me = "/api/v1/tasks/{id}/watchers/me";
    client.call("PUT", me, task, null, 204);
    client.call("GET", "/api/v1/tasks/{id}/watchers", task, null, 200);
    client.call("DELETE", me, task, null, 204);
    client.call("PUT", me, UUID.randomUUID().toString(), null, 404);
  }

  private static void dependencies(ContractClient client, String project, String task)
      throws Exception {
    String subtask =
        client.create(
            "/api/v1/projects/{id}/tasks",
            project,
            "{\"title\":\"s\",\"parent\":\"" + task + "\"}");
    client.call("GET", "/api/v1/tasks/{id}/subtasks", task, null, 200);
    String blocked = "/api/v1/tasks/{id}/blocked-by/{other}";
    client.call("PUT", blocked, task + "," + subtask, null, 204);
    client.call("PUT", blocked, subtask + "," + task, null, 409);
    client.call("PUT", blocked, task + "," + UUID.randomUUID(), null, 404);
    client.call("GET", "/api/v1/tasks/{id}/dependencies", task, null, 200);
    client.call("DELETE", blocked, task + "," + subtask, null, 204);
  }

  private static void labels(ContractClient client, String label) throws Exception {
    Map<String, String> first = Map.of("If-Match", "\"1\"");
    Map<String, String> second = Map.of("If-Match", "\"2\"");
    String labels = "/api/v1/labels/{id}";
    client.call("PATCH", labels, label, "{\"name\":\"defect\"}", 428);
    client.send("PATCH", labels, label, "{\"name\":\"defect\"}", first, 200);
    client.send("PATCH", labels, label, "{\"color\":\"#00ff00\"}", first, 412);
    client.send("PATCH", labels, label, "{\"color\":\"green\"}", second, 400);
    client.call("DELETE", labels, label, null, 428);
    client.send("DELETE", labels, label, null, second, 204);
    client.send("DELETE", labels, label, null, second, 404);
  }
}
