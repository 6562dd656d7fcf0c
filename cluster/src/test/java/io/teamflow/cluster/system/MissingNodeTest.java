package io.teamflow.cluster.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.teamflow.driver.ApiClient;
import io.teamflow.driver.NodeProcess;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A cluster in which only one node can do the work, and that node is gone. */
class MissingNodeTest {

  @Test
  void whatOnlyAMissingNodeCanDoFailsClearlyAndInTime() throws Exception {
    Nodes nodes = new Nodes();
    NodeProcess worker = nodes.start(Map.of("TEAMFLOW_NODE_VERTICLES", "auth,work")).awaitReady();
    NodeProcess edge = nodes.start(Map.of("TEAMFLOW_NODE_VERTICLES", "auth,gateway")).awaitReady();
    ApiClient ada = ApiClient.register(edge.uri());
    ada.newProject();
    HttpResponse<String> nobodyServes =
        ada.send("GET", "/projects/00000000-0000-7000-8000-000000000000/messages", null, Map.of());
    assertEquals(503, nobodyServes.statusCode());

    worker.kill();
    long start = System.nanoTime();
    HttpResponse<String> gone = ada.send("GET", "/projects", null, Map.of());
    long millis = (System.nanoTime() - start) / 1_000_000;
    assertEquals(503, gone.statusCode());
    assertEquals("UNAVAILABLE", ApiClient.read(gone.body()).get("code").textValue());
    assertEquals("1", gone.headers().firstValue("Retry-After").orElse(""));
    assertTrue(millis < 3_000, millis + " ms");
    nodes.close();
  }
}
