package io.teamflow.bench.scenario;

import io.teamflow.bench.load.Recorded;
import io.teamflow.bench.load.Request;
import io.teamflow.bench.load.Speaker;
import io.teamflow.driver.ApiClient;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.IntFunction;

/**
 * Boards that a server was filled with over its own API, and the ways to ask for them. The same for
 * TeamFlow and for what speaks as much of its API. Connection by connection the boards take turns.
 */
record TaskBoards(URI server, ApiClient user, List<UUID> projects, List<UUID> tasks) {
  private static final int TASKS_OF_PROJECT = 50;
  private static final int CONNECTIONS = Workbench.CONNECTIONS;
  private static final Instant LONG_AGO = Instant.parse("2000-01-01T00:00:00Z");

  TaskBoards {
    projects = List.copyOf(projects);
    tasks = List.copyOf(tasks);
  }

  /** Fills a server. */
  static TaskBoards plant(URI server, int boards) throws IOException, InterruptedException {
    ApiClient user = ApiClient.register(server);
    List<UUID> projects = new ArrayList<>();
    List<UUID> tasks = new ArrayList<>();
    for (int i = 0; i < boards; i++) {
      UUID project = user.newProject();
      projects.add(project);
      for (int n = 0; n < TASKS_OF_PROJECT; n++) {
        tasks.add(newTask(user, project, "Task " + n));
      }
    }
    return new TaskBoards(server, user, projects, tasks);
  }

  private static UUID newTask(ApiClient user, UUID project, String title)
      throws IOException, InterruptedException {
    return UUID.fromString(
        user.id(
            "/projects/" + project + "/tasks",
            Map.of(
                "title", title,
                "description", "What there is to say about it, in short.",
                "deadline", "2030-01-01T12:00:00Z")));
  }

  /** A list of 50 that stays as it is. */
  List<Speaker> lists() {
    return each(i -> Speaker.repeating(list(project(i), ""), 200));
  }

  /**
   * The same list, by a filter that lets everything through and that nobody has used: no cache has
   * it.
   */
  List<Speaker> coldLists() {
    return each(
        i ->
            new Varying(
                0,
                200,
                number ->
                    list(
                        project(i),
                        "&deadlineFrom=" + LONG_AGO.plusSeconds(number * CONNECTIONS + i))));
  }

  /** The same list for somebody who has it already. */
  List<Speaker> unchangedLists() throws IOException {
    List<byte[]> requests = new ArrayList<>();
    for (UUID project : projects) {
      String tag = Recorded.ask(server, list(project, "")).headers().get("etag");
      if (tag == null) {
        throw new IOException(server + " gives a list no ETag");
      }
      requests.add(
          Request.of("GET", listPath(project))
              .bearer(user.token())
              .header("If-None-Match", tag)
              .bytes());
    }
    return each(i -> Speaker.repeating(requests.get(i % requests.size()), 304));
  }

  /** One task. */
  List<Speaker> gets() {
    return each(i -> Speaker.repeating(get(tasks.get(i)), 200));
  }

  /** New tasks. */
  List<Speaker> creates() {
    return each(i -> Speaker.repeating(create(project(i)), 201));
  }

  /** Seven reads, two changes of a task of the connection's own and a new task, and so on. */
  List<Speaker> mixed() throws IOException, InterruptedException {
    List<Speaker> speakers = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      UUID project = project(i);
      String own = "/api/v1/tasks/" + newTask(user, project, "Rename me");
      speakers.add(
          new MixedSpeaker(
              get(tasks.get(i)),
              list(project, ""),
              create(project),
              version ->
                  Request.of("PATCH", own)
                      .bearer(user.token())
                      .header("If-Match", "\"" + version + "\"")
                      .bytes("{\"title\":\"Renamed " + version + "\"}")));
    }
    return speakers;
  }

  /** One answer to a list, and to a task. */
  Recorded exampleOfList() throws IOException {
    return Recorded.ask(server, list(project(0), ""));
  }

  Recorded exampleOfTask() throws IOException {
    return Recorded.ask(server, get(tasks.getFirst()));
  }

  private UUID project(int connection) {
    return projects.get(connection % projects.size());
  }

  private byte[] list(UUID project, String filter) {
    return Request.of("GET", listPath(project) + filter).bearer(user.token()).bytes();
  }

  private static String listPath(UUID project) {
    return "/api/v1/projects/" + project + "/tasks?limit=50";
  }

  private byte[] get(UUID task) {
    return Request.of("GET", "/api/v1/tasks/" + task).bearer(user.token()).bytes();
  }

  private byte[] create(UUID project) {
    return Request.of("POST", "/api/v1/projects/" + project + "/tasks")
        .bearer(user.token())
        .bytes("{\"title\":\"One more\",\"description\":\"What there is to say about it.\"}");
  }

  private static List<Speaker> each(IntFunction<Speaker> speaker) {
    List<Speaker> speakers = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      speakers.add(speaker.apply(i));
    }
    return speakers;
  }
}
