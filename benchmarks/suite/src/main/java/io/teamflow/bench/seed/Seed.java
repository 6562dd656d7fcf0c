package io.teamflow.bench.seed;

import com.fasterxml.jackson.databind.JsonNode;
import io.teamflow.driver.ApiClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A team at work: one organization with teams, projects, labels, tasks in every column and a
 * conversation. The number of the seed decides everything but the deadlines, which count from
 * today. What is there already is left as it is.
 */
public final class Seed {
  /** Of every account made here: it is for demonstrations on this machine. */
  public static final String PASSWORD = "correct horse battery";

  private static final String ORGANIZATION = "Analytical Engines";
  private static final int TASKS_OF_PROJECT = 40;
  private static final int MESSAGES_OF_PROJECT = 25;

  private final ApiClient api;
  private final String email;
  private final long number;

  private Seed(ApiClient api, String email, long number) {
    this.api = api;
    this.email = email;
    this.number = number;
  }

  /**
   * What there is now.
   *
   * @param fresh false when an earlier run made it
   */
  public record Planted(
      String email,
      UUID organization,
      int teams,
      int projects,
      int labels,
      int tasks,
      int messages,
      boolean fresh) {}

  /**
   * Plants the team of a number; a number that was planted before is found again.
   *
   * @param number of the seed, 0 or more
   */
  public static Planted plant(URI node, long number) throws IOException, InterruptedException {
    String email = "ada.seed" + number + "@example.org";
    Optional<ApiClient> known = ApiClient.signIn(node, email, PASSWORD);
    ApiClient api =
        known.isPresent()
            ? known.get()
            : ApiClient.register(node, email, PASSWORD, "Ada of seed " + number);
    JsonNode organizations = api.get("/organizations").get("items");
    for (JsonNode organization : organizations) {
      if (organization.get("name").textValue().equals(ORGANIZATION)) {
        return new Planted(email, id(organization), 0, 0, 0, 0, 0, false);
      }
    }
    return new Seed(api, email, number).plant();
  }

  /** The projects side by side: each has its own sequence, so that their order is nobody's. */
  private Planted plant() throws IOException, InterruptedException {
    JsonNode organization = post("/organizations", Map.of("name", ORGANIZATION));
    List<UUID> teams = new ArrayList<>();
    for (String name : Words.TEAMS) {
      teams.add(id(post("/organizations/" + id(organization) + "/teams", Map.of("name", name))));
    }
    List<Future<?>> filled = new ArrayList<>();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < Words.PROJECTS.size(); i++) {
        Words words = new Words(number * Words.PROJECTS.size() + i);
        Words.Project project = Words.PROJECTS.get(i);
        UUID team = teams.get(project.team());
        filled.add(
            executor.submit(
                () -> {
                  fill(team, project.name(), words);
                  return project;
                }));
      }
    }
    for (Future<?> project : filled) {
      try {
        project.get();
      } catch (ExecutionException e) {
        throw new IOException("The team could not be planted: " + e.getCause(), e);
      }
    }
    int projects = Words.PROJECTS.size();
    return new Planted(
        email,
        id(organization),
        teams.size(),
        projects,
        projects * Words.LABELS.size(),
        projects * TASKS_OF_PROJECT,
        projects * MESSAGES_OF_PROJECT,
        true);
  }

  private void fill(UUID team, String name, Words words) throws IOException, InterruptedException {
    UUID project = id(post("/teams/" + team + "/projects", Map.of("name", name)));
    List<String> members = new ArrayList<>();
    for (JsonNode member : api.get("/teams/" + team + "/members").get("items")) {
      members.add(member.get("userId").textValue());
    }
    List<String> labels = new ArrayList<>();
    for (Words.Label label : Words.LABELS) {
      Map<String, String> body = Map.of("name", label.name(), "color", label.color());
      labels.add(id(post("/projects/" + project + "/labels", body)).toString());
    }
    for (int i = 0; i < TASKS_OF_PROJECT; i++) {
      JsonNode task = post("/projects/" + project + "/tasks", task(words, members, labels));
      String status = words.one(List.of("TODO", "TODO", "IN_PROGRESS", "DONE"));
      if (!status.equals("TODO")) {
        String version = "\"" + task.get("version").asLong() + "\"";
        send("PATCH", "/tasks/" + id(task), Map.of("status", status), 200, version);
      }
    }
    for (int i = 0; i < MESSAGES_OF_PROJECT; i++) {
      post(
          "/projects/" + project + "/messages",
          Map.of("clientId", words.id(), "body", words.saying()));
    }
  }

  private static Map<String, Object> task(Words words, List<String> members, List<String> labels) {
    Map<String, Object> task = new LinkedHashMap<>();
    task.put("title", words.title());
    task.put("description", words.description());
    task.put("priority", words.one(List.of("LOW", "MEDIUM", "MEDIUM", "HIGH", "URGENT")));
    if (words.chance(60)) {
      Instant today = Instant.now().truncatedTo(ChronoUnit.DAYS);
      task.put("deadline", today.plus(words.between(-10, 40), ChronoUnit.DAYS).toString());
    }
    if (words.chance(70)) {
      task.put("assignees", List.of(words.one(members)));
    }
    if (words.chance(60)) {
      task.put("labels", List.of(words.one(labels)));
    }
    return task;
  }

  private JsonNode post(String path, Map<String, ?> body) throws IOException, InterruptedException {
    return send("POST", path, body, 201, null);
  }

  /** Waits as long as it is told when it is too fast for the server's limits. */
  private JsonNode send(
      String method, String path, Map<String, ?> body, int status, @Nullable String version)
      throws IOException, InterruptedException {
    while (true) {
      HttpResponse<String> response =
          api.send(
              method,
              path,
              ApiClient.write(body),
              version == null ? Map.of() : Map.of("If-Match", version));
      if (response.statusCode() == status) {
        return ApiClient.read(response.body());
      }
      if (response.statusCode() != 429) {
        throw new IOException(
            method + " " + path + " answered " + response.statusCode() + " " + response.body());
      }
      TimeUnit.SECONDS.sleep(response.headers().firstValueAsLong("Retry-After").orElse(1));
    }
  }

  private static UUID id(JsonNode resource) {
    return UUID.fromString(resource.get("id").textValue());
  }
}
