package io.teamflow.bench.scenario;

import io.teamflow.bench.load.Recorded;
import io.teamflow.bench.load.Request;
import io.teamflow.bench.measure.Yield;
import io.teamflow.bench.report.Line;
import io.teamflow.driver.ApiClient;
import java.io.IOException;
import java.util.List;

/**
 * What it costs to know who asks. The same path of the same route, which is refused before it
 * reaches the bus: with a token because no task has such an id (404), without one for that reason
 * (401). Both write a problem of the same members; only the first looks for the token, asks whether
 * its session has ended, counts the request and says in two headers how many are left. A path that
 * exists for everybody would be another route with other work.
 */
final class SignedIn implements Scenario {
  private static final String PATH = "/api/v1/tasks/none";
  private static final double WANTED = 0.9;

  @Override
  public String id() {
    return "S1";
  }

  @Override
  public List<Line> run(Workbench bench) throws IOException, InterruptedException {
    ApiClient ada = ApiClient.register(bench.ground().uri());
    byte[] with = Request.of("GET", PATH).bearer(ada.token()).bytes();
    byte[] without = Request.of("GET", PATH).bytes();
    return List.of(
        bench.compare(
            id(),
            "refused, signed in",
            bench.node("with a token", Workbench.everybody(with, 404)),
            bench.node("without", Workbench.everybody(without, 401)),
            Yield.PER_CPU,
            WANTED,
            Recorded.ask(bench.ground().uri(), with)));
  }
}
