package io.teamflow.bench.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import io.teamflow.bench.ceiling.Overheard;
import io.teamflow.bench.ceiling.Script;
import io.teamflow.bench.load.Request;
import io.teamflow.bench.load.Speaker;
import io.teamflow.bench.report.Line;
import io.teamflow.driver.ApiClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Durable chat: a message is posted, committed and then answered. Many senders at once, against
 * pgbench writing one message a transaction with the statements of the node: what groups of
 * messages in one commit are worth.
 */
final class Chat implements Scenario {
  private static final int USERS = 16;
  private static final int CONNECTIONS_OF_USER = 8;

  /** One for each statement under way; more only wait. */
  private static final int CLIENTS = 16;

  private static final String BODY =
      "I have a first version of it, who has time to look before the call at eleven? ";

  @Override
  public String id() {
    return "S4";
  }

  @Override
  public List<Line> run(Workbench bench) throws IOException, InterruptedException {
    List<ApiClient> users = new ArrayList<>();
    List<UUID> projects = new ArrayList<>();
    for (int i = 0; i < USERS; i++) {
      ApiClient user = ApiClient.register(bench.ground().uri());
      users.add(user);
      projects.add(user.newProject());
    }
    return List.of(
        measure(bench, users, projects, "16 projects × 8 senders"),
        measure(bench, users.subList(0, 1), projects.subList(0, 1), "one project × 128 senders"));
  }

  private Line measure(Workbench bench, List<ApiClient> users, List<UUID> projects, String title)
      throws IOException, InterruptedException {
    List<Speaker> speakers = new ArrayList<>();
    for (int i = 0; i < USERS * CONNECTIONS_OF_USER; i++) {
      ApiClient user = users.get(i % users.size());
      String path = "/api/v1" + messagesOf(projects.get(i % projects.size()));
      UUID sender = UUID.randomUUID();
      speakers.add(
          new Varying(
              0,
              201,
              number ->
                  Request.of("POST", path)
                      .bearer(user.token())
                      .bytes(
                          "{\"clientId\":\"%s\",\"body\":\"%s\"}"
                              .formatted(
                                  new UUID(sender.getMostSignificantBits(), number), BODY))));
    }
    UUID project = projects.getFirst();
    Overheard overheard =
        Overheard.of(
            bench.ground().folder(),
            BODY,
            value -> {
              String clientId = UUID.randomUUID().toString();
              JsonNode message =
                  users
                      .getFirst()
                      .create(messagesOf(project), Map.of("clientId", clientId, "body", value));
              return List.of(message.get("id").textValue(), clientId);
            });
    Script script =
        new Script(overheard)
            .fresh(overheard.told(0))
            .fresh(overheard.told(1))
            .oneOf(project.toString(), "project", projects);
    if (projects.size() > 1) {
      script.oneOf(
          users.getFirst().user().toString(),
          "sender",
          users.stream().map(ApiClient::user).toList());
    }
    return bench.compareWithPgBench(
        id(), title, bench.node("TeamFlow", speakers), script, CLIENTS, null);
  }

  private static String messagesOf(UUID project) {
    return "/projects/" + project + "/messages";
  }
}
