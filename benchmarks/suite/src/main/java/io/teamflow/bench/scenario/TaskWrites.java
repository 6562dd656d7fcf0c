package io.teamflow.bench.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import io.teamflow.bench.ceiling.Overheard;
import io.teamflow.bench.ceiling.Script;
import io.teamflow.bench.load.Request;
import io.teamflow.bench.load.Speaker;
import io.teamflow.bench.report.Line;
import io.teamflow.driver.ApiClient;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Writes of tasks, each committed before it is answered, against pgbench running the statements
 * that the node was overheard running, in the same database with as many connections. Many
 * projects: each connection has its own. One project: all wait for the same row.
 */
final class TaskWrites implements Scenario {
  private static final double WANTED = 0.85;
  private static final int CONNECTIONS = Workbench.CONNECTIONS;

  @Override
  public String id() {
    return "S3";
  }

  @Override
  public int comparisons() {
    return 4;
  }

  @Override
  public List<Line> run(Workbench bench) throws IOException, InterruptedException {
    ApiClient ada = ApiClient.register(bench.ground().uri());
    List<UUID> projects = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      projects.add(ada.newProject());
    }
    List<Line> lines = new ArrayList<>();
    for (boolean many : new boolean[] {true, false}) {
      List<UUID> places = many ? projects : List.of(projects.getFirst());
      String where = many ? "many projects" : "one project";
      lines.add(create(bench, ada, places, "create task, " + where));
      lines.add(patch(bench, ada, places, "patch task, " + where));
    }
    return lines;
  }

  private Line create(Workbench bench, ApiClient ada, List<UUID> projects, String title)
      throws IOException, InterruptedException {
    UUID project = projects.getFirst();
    Overheard overheard =
        Overheard.of(
            bench.ground().folder(),
            "Overheard " + UUID.randomUUID(),
            value -> List.of(id(ada.create(tasksOf(project), Map.of("title", value))).toString()));
    Script script =
        new Script(overheard)
            .fresh(overheard.told(0))
            .oneOf(project.toString(), "project", projects);
    List<Speaker> speakers = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      String path = "/api/v1" + tasksOf(projects.get(i % projects.size()));
      byte[] request =
          Request.of("POST", path)
              .bearer(ada.token())
              .bytes("{\"title\":\"" + overheard.value() + "\"}");
      speakers.add(Speaker.repeating(request, 201));
    }
    return bench.compareWithPgBench(
        id(), title, bench.node("TeamFlow", speakers), script, CONNECTIONS, WANTED);
  }

  private Line patch(Workbench bench, ApiClient ada, List<UUID> projects, String title)
      throws IOException, InterruptedException {
    List<UUID> ours = newTasks(ada, projects);
    List<UUID> theirs = newTasks(ada, projects);
    UUID heard = id(ada.create(tasksOf(projects.getFirst()), Map.of("title", "Overheard")));
    Overheard overheard =
        Overheard.of(
            bench.ground().folder(),
            "Renamed " + UUID.randomUUID() + " 000000",
            value -> {
              long version = ada.get("/tasks/" + heard).get("version").longValue();
              HttpResponse<String> response =
                  ada.send(
                      "PATCH",
                      "/tasks/" + heard,
                      "{\"title\":\"" + value + "\"}",
                      Map.of("If-Match", "\"" + version + "\""));
              if (response.statusCode() != 200) {
                throw new IOException("PATCH answered " + response.statusCode());
              }
              return List.of(heard.toString(), Long.toString(version));
            });
    Script script =
        new Script(overheard)
            .oneOf(overheard.told(0), "task", theirs)
            .version(overheard.told(1), "task")
            .differing(overheard.value());
    List<Speaker> speakers = new ArrayList<>();
    for (UUID task : ours) {
      String path = "/api/v1/tasks/" + task;
      String text = overheard.value().substring(0, overheard.value().length() - 6);
      speakers.add(
          new Varying(
              1,
              200,
              version ->
                  Request.of("PATCH", path)
                      .bearer(ada.token())
                      .header("If-Match", "\"" + version + "\"")
                      .bytes("{\"title\":\"" + text + version + "\"}")));
    }
    return bench.compareWithPgBench(
        id(), title, bench.node("TeamFlow", speakers), script, CONNECTIONS, WANTED);
  }

  private static List<UUID> newTasks(ApiClient ada, List<UUID> projects)
      throws IOException, InterruptedException {
    List<UUID> tasks = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      tasks.add(
          id(ada.create(tasksOf(projects.get(i % projects.size())), Map.of("title", "Rename me"))));
    }
    return tasks;
  }

  private static String tasksOf(UUID project) {
    return "/projects/" + project + "/tasks";
  }

  private static UUID id(JsonNode resource) {
    return UUID.fromString(resource.get("id").textValue());
  }
}
