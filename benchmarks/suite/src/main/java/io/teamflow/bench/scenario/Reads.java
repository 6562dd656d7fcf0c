package io.teamflow.bench.scenario;

import io.teamflow.bench.load.Recorded;
import io.teamflow.bench.load.Request;
import io.teamflow.bench.load.ServerProcess;
import io.teamflow.bench.measure.Yield;
import io.teamflow.bench.report.Line;
import io.teamflow.driver.ApiClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads of tasks against Vert.x and nothing else answering with the same bytes: how much of what
 * the HTTP server could do is left to callers. No figure is set: the bare handler reads nothing.
 */
final class Reads implements Scenario {
  private static final double WANTED_OF_LISTS = 0.6;
  private static final int TASKS = 50;

  /** Connections: boards are looked at by many, and those who ask at once are answered at once. */
  private static final int READERS = 128;

  private static final String BARE = "bare Vert.x, same bytes";

  @Override
  public String id() {
    return "S2";
  }

  @Override
  public int comparisons() {
    return 4;
  }

  @Override
  public List<Line> run(Workbench bench) throws IOException, InterruptedException {
    ApiClient ada = ApiClient.register(bench.ground().uri());
    UUID project = ada.newProject();
    String task = "";
    for (int i = 0; i < TASKS; i++) {
      Map<String, String> body =
          Map.of("title", "Task " + i, "description", "What there is to say about it, in short.");
      task = ada.create("/projects/" + project + "/tasks", body).get("id").textValue();
    }
    List<Line> lines = new ArrayList<>();
    String list = "/api/v1/projects/" + project + "/tasks?limit=50";
    measure(bench, ada, "a task", "/api/v1/tasks/" + task, null, lines);
    measure(bench, ada, "list of 50", list, WANTED_OF_LISTS, lines);
    return lines;
  }

  /** The resource, and the answer to somebody who has it already. */
  private void measure(
      Workbench bench,
      ApiClient ada,
      String title,
      String path,
      @Nullable Double wanted,
      List<Line> lines)
      throws IOException, InterruptedException {
    byte[] request = Request.of("GET", path).bearer(ada.token()).bytes();
    Recorded answer = Recorded.ask(bench.ground().uri(), request);
    lines.add(measure(bench, title, request, answer, wanted));
    String tag = answer.headers().get("etag");
    String unchanged = title + ", unchanged (304)";
    if (tag == null) {
      lines.add(
          Line.skipped(
              id(), unchanged, "TeamFlow", BARE, Yield.PER_CPU, "the server gives it no ETag"));
    } else {
      byte[] conditional =
          Request.of("GET", path).bearer(ada.token()).header("If-None-Match", tag).bytes();
      lines.add(
          measure(
              bench,
              unchanged,
              conditional,
              Recorded.ask(bench.ground().uri(), conditional),
              wanted));
    }
  }

  private Line measure(
      Workbench bench, String title, byte[] request, Recorded answer, @Nullable Double wanted)
      throws IOException, InterruptedException {
    try (ServerProcess bare = ServerProcess.bare(answer, bench.jvmFlags())) {
      return bench.compare(
          id(),
          title,
          bench.node("TeamFlow", Workbench.everybody(request, answer.status(), READERS)),
          Workbench.server(BARE, bare, Workbench.everybody(request, answer.status(), READERS)),
          Yield.PER_CPU,
          wanted,
          answer);
    }
  }
}
