package io.teamflow.cluster.system;

import io.teamflow.driver.ApiClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * Ids of one organization and of one of everything in it, by what they are ids of: {@code task} and
 * so on; {@code user} is a member, {@code other} another task, {@code trashed} one in the trash.
 */
record Place(Map<String, String> ids) {
  Place {
    ids = Map.copyOf(ids);
  }

  /** Creates an organization down to its tasks; its name tells outsiders nothing, the others do. */
  static Place create(ApiClient owner, String name) throws Exception {
    Map<String, String> ids = new HashMap<>();
    Map<String, String> named = Map.of("name", name);
    String organization = owner.id("/organizations", Map.of("name", "Organization"));
    String team = owner.id("/organizations/" + organization + "/teams", named);
    String project = owner.id("/teams/" + team + "/projects", named);
    String of = "/projects/" + project;
    ids.put("organization", organization);
    ids.put("team", team);
    ids.put("project", project);
    ids.put("label", owner.id(of + "/labels", Map.of("name", name, "color", "#ff0000")));
    ids.put("task", owner.id(of + "/tasks", Map.of("title", name)));
    ids.put("other", owner.id(of + "/tasks", Map.of("title", name)));
    String trashed = owner.id(of + "/tasks", Map.of("title", name));
    owner.send("DELETE", "/tasks/" + trashed, null, Map.of("If-Match", "\"1\""));
    ids.put("trashed", trashed);
    ids.put("user", owner.user().toString());
    return new Place(ids);
  }

  /** With a comment and a message. */
  Place with(ApiClient author, String text) throws Exception {
    Map<String, Object> message = Map.of("clientId", UUID.randomUUID(), "body", text);
    return with("comment", author.id("/tasks/" + id("task") + "/comments", Map.of("body", text)))
        .with("message", author.id("/projects/" + id("project") + "/messages", message));
  }

  /** With another id of something. */
  Place with(String what, String id) {
    Map<String, String> changed = new HashMap<>(ids);
    changed.put(what, id);
    return new Place(changed);
  }

  /** The id of something. */
  String id(String what) {
    return Objects.requireNonNull(ids.get(what), what);
  }

  /** Every id. */
  List<String> all() {
    return ids.values().stream().sorted().toList();
  }
}
