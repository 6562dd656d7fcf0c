package io.teamflow.cluster.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.teamflow.codecs.stream.EventType;
import io.teamflow.driver.ApiClient;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BiConsumer;

/**
 * What a client knows of a project: loaded once over HTTP, and from then on by events alone. Here
 * stands, for each type of event of a project's stream, what a client makes of it.
 */
final class ProjectState {
  /** What an event of a type changes. */
  static final Map<String, BiConsumer<ProjectState, JsonNode>> REDUCERS = reducers();

  private final Map<String, JsonNode> tasks = new TreeMap<>();
  private final Map<String, JsonNode> trash = new TreeMap<>();
  private final Map<String, JsonNode> labels = new TreeMap<>();
  private final Map<String, JsonNode> messages = new TreeMap<>();
  private final Map<String, JsonNode> comments = new TreeMap<>();
  private final Set<String> links = new TreeSet<>();
  private final Map<String, JsonNode> project = new TreeMap<>();

  /** Tasks that were in the trash at the start: of them nobody tells the comments and links. */
  private final Set<String> unknown = new TreeSet<>();

  private String position = "";

  /** Loads everything; nobody may write meanwhile. */
  static ProjectState load(ApiClient user, UUID id) throws Exception {
    ProjectState state = new ProjectState();
    String path = "/projects/" + id;
    HttpResponse<String> board = user.send("GET", path + "/tasks?limit=200", null, Map.of());
    state.position = board.headers().firstValue("X-Stream-Position").orElseThrow();
    state.project.put("project", user.get(path));
    put(state.tasks, items(user, path + "/tasks"));
    put(state.labels, items(user, path + "/labels"));
    put(state.messages, user.messages(id));
    items(user, path + "/trash").forEach(item -> put(state.trash, List.of(item.get("task"))));
    state.unknown.addAll(state.trash.keySet());
    for (String task : state.tasks.keySet()) {
      put(state.comments, items(user, "/tasks/" + task + "/comments"));
      for (JsonNode other : user.get("/tasks/" + task + "/dependencies").get("blockedBy")) {
        state.links.add(link(task, other.get("id").textValue()));
      }
    }
    return state;
  }

  /** The same, to go another way from here. */
  ProjectState copy() {
    ProjectState copy = new ProjectState();
    copy.tasks.putAll(tasks);
    copy.trash.putAll(trash);
    copy.labels.putAll(labels);
    copy.messages.putAll(messages);
    copy.comments.putAll(comments);
    copy.links.addAll(links);
    copy.project.putAll(project);
    copy.unknown.addAll(unknown);
    copy.position = position;
    return copy;
  }

  /** Where the project's stream stood. */
  String position() {
    return position;
  }

  /** Takes note of an event. */
  void apply(JsonNode event) {
    String type = event.get("type").textValue();
    Objects.requireNonNull(REDUCERS.get(type), () -> "no reducer of " + type).accept(this, event);
  }

  /** What can be seen: by kind and id, as JSON text, but for tasks that were in this trash. */
  Map<String, String> seen(Set<String> except) {
    Map<String, String> seen = new TreeMap<>();
    project.forEach((id, value) -> seen.put(id, value.toString()));
    tasks.forEach((id, value) -> seen.put("task " + id, value.toString()));
    trash.forEach((id, value) -> seen.put("trash " + id, value.toString()));
    labels.forEach((id, value) -> seen.put("label " + id, value.toString()));
    messages.forEach((id, value) -> seen.put("message " + id, sorted(value)));
    Set<String> known = new TreeSet<>(tasks.keySet());
    known.removeAll(except);
    comments.forEach(
        (id, value) -> {
          if (known.contains(value.get("taskId").textValue())) {
            seen.put("comment " + id, value.toString());
          }
        });
    for (String link : links) {
      if (known.containsAll(List.of(link.split(" ")))) {
        seen.put("link " + link, "");
      }
    }
    return seen;
  }

  /** The tasks that were in the trash when this was loaded. */
  Set<String> unknown() {
    return unknown;
  }

  private static Map<String, BiConsumer<ProjectState, JsonNode>> reducers() {
    Map<String, BiConsumer<ProjectState, JsonNode>> reducers = new TreeMap<>();
    for (String type :
        List.of(
            EventType.TASK_CREATED,
            EventType.TASK_UPDATED,
            EventType.TASK_MOVED,
            EventType.TASK_RESTORED)) {
      reducers.put(type, ProjectState::taskIsThere);
    }
    reducers.put(EventType.TASK_DELETED, ProjectState::taskIsGone);
    reducers.put(EventType.TASK_LINKED, (state, event) -> state.links.add(link(event)));
    reducers.put(EventType.TASK_UNLINKED, (state, event) -> state.links.remove(link(event)));
    for (String type : List.of(EventType.LABEL_CREATED, EventType.LABEL_UPDATED)) {
      reducers.put(type, (state, event) -> put(state.labels, List.of(event.get("d"))));
    }
    reducers.put(EventType.LABEL_DELETED, ProjectState::labelIsGone);
    for (String type :
        List.of(EventType.COMMENT_CREATED, EventType.COMMENT_UPDATED, EventType.COMMENT_DELETED)) {
      reducers.put(type, (state, event) -> put(state.comments, List.of(event.get("d"))));
    }
    reducers.put(EventType.MESSAGE_CREATED, ProjectState::messageIsSaid);
    for (String type : List.of(EventType.MESSAGE_UPDATED, EventType.MESSAGE_DELETED)) {
      reducers.put(type, (state, event) -> put(state.messages, List.of(event.get("d"))));
    }
    reducers.put(EventType.MESSAGE_REACTED, ProjectState::reacted);
    reducers.put(
        EventType.PROJECT_UPDATED, (state, event) -> state.project.put("project", event.get("d")));
    reducers.put(EventType.PROJECT_DELETED, (state, _) -> state.forget());
    return reducers;
  }

  private void taskIsThere(JsonNode event) {
    put(tasks, List.of(event.get("d")));
    trash.remove(event.at("/d/id").textValue());
    taskOfMessage(event, event.at("/d/id"));
  }

  private void taskIsGone(JsonNode event) {
    put(trash, List.of(event.get("d")));
    tasks.remove(event.at("/d/id").textValue());
    taskOfMessage(event, NullNode.getInstance());
  }

  private void taskOfMessage(JsonNode event, JsonNode task) {
    messages.computeIfPresent(
        event.at("/d/message").asText(),
        (_, message) -> ((ObjectNode) message.deepCopy()).set("task", task));
  }

  private void labelIsGone(JsonNode event) {
    String label = event.at("/d/id").textValue();
    labels.remove(label);
    for (Map<String, JsonNode> some : List.of(tasks, trash)) {
      some.replaceAll((_, task) -> without(label, task, event.get("at")));
    }
  }

  private static JsonNode without(String label, JsonNode task, JsonNode at) {
    ObjectNode bare = task.deepCopy();
    ArrayNode left = bare.putArray("labels");
    task.get("labels").forEach(one -> keep(left, one, !one.textValue().equals(label)));
    if (left.size() == task.get("labels").size()) {
      return task;
    }
    bare.put("version", task.get("version").longValue() + 1);
    bare.set("updatedAt", at);
    return bare;
  }

  private static void keep(ArrayNode list, JsonNode item, boolean kept) {
    if (kept) {
      list.add(item);
    }
  }

  private void messageIsSaid(JsonNode event) {
    JsonNode message = event.get("d");
    put(messages, List.of(message));
    messages.computeIfPresent(
        message.get("replyTo").asText(),
        (_, root) ->
            ((ObjectNode) root.deepCopy())
                .put("replyCount", root.get("replyCount").intValue() + 1));
  }

  private void reacted(JsonNode event) {
    JsonNode change = event.get("d");
    messages.computeIfPresent(
        change.get("messageId").textValue(), (_, message) -> reacted(message, change));
  }

  private static JsonNode reacted(JsonNode message, JsonNode change) {
    ObjectNode changed = message.deepCopy();
    ArrayNode reactions = changed.putArray("reactions");
    ObjectNode one = change.deepCopy();
    one.removeAll();
    one.set("emoji", change.get("emoji"));
    one.set("count", change.get("count"));
    ArrayNode users = one.putArray("users");
    for (JsonNode reaction : message.get("reactions")) {
      if (reaction.get("emoji").equals(change.get("emoji"))) {
        reaction.get("users").forEach(who -> keep(users, who, !who.equals(change.get("user"))));
      } else {
        reactions.add(reaction);
      }
    }
    keep(users, change.get("user"), change.get("on").booleanValue());
    keep(reactions, one, change.get("count").intValue() > 0);
    return changed;
  }

  private void forget() {
    List.of(tasks, trash, labels, messages, comments, project).forEach(Map::clear);
    links.clear();
  }

  /** With its reactions in one order: which was first used again is not told. */
  private static String sorted(JsonNode message) {
    List<JsonNode> reactions = new ArrayList<>();
    message.get("reactions").forEach(reactions::add);
    reactions.sort(Comparator.comparing(reaction -> reaction.get("emoji").textValue()));
    ObjectNode sorted = message.deepCopy();
    sorted.putArray("reactions").addAll(reactions);
    return sorted.toString();
  }

  private static String link(JsonNode event) {
    return link(event.at("/d/taskId").textValue(), event.at("/d/blockedBy").textValue());
  }

  private static String link(String task, String blockedBy) {
    return task + " " + blockedBy;
  }

  private static void put(Map<String, JsonNode> some, List<JsonNode> values) {
    values.forEach(value -> some.put(value.get("id").textValue(), value));
  }

  private static List<JsonNode> items(ApiClient user, String path) throws Exception {
    List<JsonNode> items = new ArrayList<>();
    String cursor = "";
    while (true) {
      JsonNode page = user.get(path + "?limit=200" + cursor);
      page.get("items").forEach(items::add);
      if (page.get("nextCursor").isNull()) {
        return items;
      }
      cursor = "&cursor=" + page.get("nextCursor").textValue();
    }
  }
}
