package io.teamflow.cluster.system;

import java.util.Map;

/** The calls of {@link ContractTest} about what hangs on a task, and comes off it. */
final class RelationCalls {
  private RelationCalls() {}

  static void call(ContractClient client, String project, String task, String label)
      throws Exception {
    labels(client, label);
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
