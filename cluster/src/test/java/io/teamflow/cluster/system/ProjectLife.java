package io.teamflow.cluster.system;

import com.fasterxml.jackson.databind.JsonNode;
import io.teamflow.driver.ApiClient;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Two people at work in a project, at random: some of what they try is refused. */
final class ProjectLife {
  private static final List<String> EMOJI = List.of("%F0%9F%91%8D", "%E2%9D%A4", "%F0%9F%8E%89");

  private final List<ApiClient> people;
  private final String project;
  private final Rows rows;
  private final Random random;
  private final Map<String, List<String>> ids = new HashMap<>();
  private final Map<Integer, Integer> statuses = new HashMap<>();

  /** Something that one of them may do. */
  private interface Deed {
    void by(ApiClient who) throws Exception;
  }

  /** Looks at the project after something was done. */
  interface Onlooker {
    void look() throws Exception;
  }

  ProjectLife(List<ApiClient> people, UUID project, Rows rows, long seed) {
    this.people = people;
    this.project = project.toString();
    this.rows = rows;
    this.random = new Random(seed);
  }

  /** Does everything that there is to do so many times, in some order. */
  void goOn(int times, Onlooker onlooker) throws Exception {
    List<Deed> deeds = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      deeds.addAll(deeds());
    }
    Collections.shuffle(deeds, random);
    for (Deed deed : deeds) {
      deed.by(people.get(random.nextInt(people.size())));
      onlooker.look();
    }
  }

  /** How often which status was answered. */
  Map<Integer, Integer> statuses() {
    return statuses;
  }

  private List<Deed> deeds() {
    String of = "/projects/" + project;
    return List.of(
        who -> create(who, "task", of + "/tasks", Map.of("title", "t", "labels", some("label"))),
        who -> create(who, "task", of + "/tasks", Map.of("title", "t", "assignees", users())),
        who -> create(who, "task", of + "/tasks", Map.of("title", "s", "parent", any("task"))),
        who -> create(who, "made", of + "/tasks", Map.of("message", any("message"))),
        who -> create(who, "task", of + "/tasks", Map.of("title", "m", "message", any("message"))),
        who -> patch(who, "task", Map.of("title", "t" + random.nextInt(), "labels", some("label"))),
        who -> patch(who, "task", Map.of("status", status(), "assignees", users())),
        who ->
            patch(who, "task", Map.of("description", "d" + random.nextInt(3), "priority", "HIGH")),
        who -> move(who, Map.of("status", status())),
        who -> move(who, Map.of("status", status(), "after", any("task"))),
        who -> move(who, Map.of("status", "TODO", "before", any("task"))),
        who -> patchTwo(who, of + "/tasks"),
        who -> send(who, "DELETE", "/tasks/" + any("task"), null, "task"),
        who -> send(who, "DELETE", "/tasks/" + any("made"), null, "task"),
        who -> send(who, "POST", "/tasks/" + any("task") + "/restore", null, ""),
        this::restore,
        who -> send(who, "PUT", "/tasks/" + any("task") + "/blocked-by/" + any("task"), null, ""),
        who -> send(who, "PUT", "/tasks/" + any("task") + "/blocked-by/" + any("task"), null, ""),
        this::unlink,
        who -> create(who, "label", of + "/labels", label()),
        who -> patch(who, "label", label()),
        who -> send(who, "DELETE", "/labels/" + any("label"), null, "label"),
        who -> create(who, "comment", "/tasks/" + any("task") + "/comments", text()),
        who -> create(who, "comment", "/tasks/" + any("task") + "/comments", text()),
        who -> patch(who, "comment", text()),
        who -> patch(who, "comment", text()),
        who -> patch(who, "comment", text()),
        who -> send(who, "DELETE", "/comments/" + any("comment"), null, "comment"),
        who -> create(who, "message", of + "/messages", message()),
        who -> create(who, "message", of + "/messages", answer()),
        who -> patch(who, "message", text()),
        who -> patch(who, "message", text()),
        who -> patch(who, "message", text()),
        who -> send(who, "DELETE", "/messages/" + any("message"), null, "message"),
        who -> react(who, "PUT"),
        who -> react(who, "PUT"),
        who -> react(who, "DELETE"),
        who -> send(who, "PUT", "/tasks/" + any("task") + "/watchers/me", null, ""),
        who -> send(who, "PUT", of + "/read", Map.of("seq", random.nextInt(100)), ""),
        who -> patchProject(who, Map.of("name", "n" + random.nextInt())),
        who -> patchProject(who, Map.of("archived", true)),
        who -> patchProject(who, Map.of("archived", false)),
        who -> patchProject(who, Map.of("archived", false, "workflow", "free")));
  }

  private void create(ApiClient who, String kind, String path, Map<String, Object> body)
      throws Exception {
    HttpResponse<String> answer = send(who, "POST", path, body, "");
    if (answer.statusCode() == 201) {
      ids.computeIfAbsent(kind, _ -> new ArrayList<>())
          .add(ApiClient.read(answer.body()).get("id").textValue());
    }
  }

  private void patch(ApiClient who, String kind, Map<String, Object> body) throws Exception {
    send(who, "PATCH", "/" + kind + "s/" + any(kind), body, kind);
  }

  private void patchProject(ApiClient who, Map<String, Object> body) throws Exception {
    send(who, "PATCH", "/projects/" + project, body, "project");
  }

  private void move(ApiClient who, Map<String, Object> body) throws Exception {
    send(who, "POST", "/tasks/" + any("task") + "/move", body, "task");
  }

  private void patchTwo(ApiClient who, String path) throws Exception {
    List<Map<String, Object>> changes = new ArrayList<>();
    for (String task : List.of(any("task"), any("task"))) {
      Map<String, Object> patch = Map.of("title", "both " + random.nextInt());
      changes.add(Map.of("id", task, "version", rows.version("task", task), "patch", patch));
    }
    send(who, "PATCH", path, Map.of("changes", changes), "");
  }

  private void unlink(ApiClient who) throws Exception {
    String task = any("task");
    HttpResponse<String> found = send(who, "GET", "/tasks/" + task + "/dependencies", null, "");
    JsonNode blockers = ApiClient.read(found.body()).path("blockedBy");
    for (JsonNode other : blockers) {
      send(
          who, "DELETE", "/tasks/" + task + "/blocked-by/" + other.get("id").textValue(), null, "");
    }
  }

  /** Takes one out of those that are in the trash. */
  private void restore(ApiClient who) throws Exception {
    HttpResponse<String> found = send(who, "GET", "/projects/" + project + "/trash", null, "");
    JsonNode trash = ApiClient.read(found.body()).path("items");
    if (!trash.isEmpty()) {
      JsonNode one = trash.get(random.nextInt(trash.size()));
      send(who, "POST", "/tasks/" + one.at("/task/id").textValue() + "/restore", null, "");
    }
  }

  private void react(ApiClient who, String method) throws Exception {
    String emoji = EMOJI.get(random.nextInt(EMOJI.size()));
    send(who, method, "/messages/" + any("message") + "/reactions/" + emoji, null, "");
  }

  /** Sends, with the present version of the thing of this kind that the path names, if any. */
  private HttpResponse<String> send(
      ApiClient who, String method, String path, @Nullable Object body, String kind)
      throws Exception {
    Map<String, String> headers =
        kind.isEmpty()
            ? Map.of()
            : Map.of("If-Match", "\"" + rows.version(kind, path.split("/", -1)[2]) + "\"");
    HttpResponse<String> answer =
        who.send(method, path, body == null ? null : ApiClient.write(body), headers);
    statuses.merge(answer.statusCode(), 1, Integer::sum);
    return answer;
  }

  private String any(String kind) {
    List<String> known = ids.getOrDefault(kind, List.of());
    return known.isEmpty() ? new UUID(0, 0).toString() : known.get(random.nextInt(known.size()));
  }

  private List<String> some(String kind) {
    return ids.getOrDefault(kind, List.of()).isEmpty() ? List.of() : List.of(any(kind));
  }

  private List<String> users() {
    return List.of(people.get(random.nextInt(people.size())).user().toString());
  }

  private String status() {
    return List.of("TODO", "IN_PROGRESS", "DONE").get(random.nextInt(3));
  }

  private Map<String, Object> label() {
    return Map.of("name", "l" + random.nextInt(), "color", "#00ff00");
  }

  private Map<String, Object> text() {
    return Map.of("body", "text " + random.nextInt());
  }

  private Map<String, Object> message() {
    return Map.of("clientId", UUID.randomUUID(), "body", "m");
  }

  private Map<String, Object> answer() {
    return Map.of("clientId", UUID.randomUUID(), "body", "a", "replyTo", any("message"));
  }
}
