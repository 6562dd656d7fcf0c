package io.teamflow.cluster.system;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.teamflow.driver.ApiClient;
import io.teamflow.driver.NodeProcess;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The database that the nodes of one data folder share, through all the ways they come and go. */
class EmbeddedPostgresTest {

  @Test
  void threeFirstStartsAtOnceShareOneDatabaseThatTheLastOneStops() throws Exception {
    Nodes nodes = new Nodes();
    List<NodeProcess> three = List.of(nodes.start(), nodes.start(), nodes.start());
    for (NodeProcess node : three) {
      node.awaitReady();
    }
    ApiClient ada = ApiClient.register(three.get(0).uri());
    UUID project = ada.newProject();
    for (NodeProcess node : three) {
      assertEquals(
          200, ada.at(node.uri()).send("GET", "/projects/" + project, null, Map.of()).statusCode());
    }
    for (String secret : List.of("passwords.properties", "secret.key")) {
      assertEquals(
          "rw-------",
          PosixFilePermissions.toString(
              Files.getPosixFilePermissions(nodes.dataFolder.resolve(secret))));
    }
    three.get(0).interrupt();
    three.get(0).awaitExit();
    assertTrue(nodes.databaseRuns());
    assertEquals(200, ada.at(three.get(1).uri()).send("GET", "/me", null, Map.of()).statusCode());
    three.get(1).terminate();
    three.get(2).terminate();
    three.get(1).awaitExit();
    three.get(2).awaitExit();
    assertFalse(nodes.databaseRuns());
    nodes.close();
  }

  @Test
  void whatWasWrittenIsThereAfterEveryNodeWasKilled() throws Exception {
    Nodes nodes = new Nodes();
    List<NodeProcess> two = List.of(nodes.start(), nodes.start());
    ApiClient ada = ApiClient.register(two.get(0).awaitReady().uri());
    UUID project = ada.newProject();
    two.get(1).awaitReady();
    for (NodeProcess node : two) {
      node.kill();
      node.awaitExit();
    }
    NodeProcess again = nodes.start().awaitReady();
    assertEquals(
        200, ada.at(again.uri()).send("GET", "/projects/" + project, null, Map.of()).statusCode());
    nodes.close();
    assertFalse(nodes.databaseRuns());
  }

  @Test
  void aNodeStartsWhileTheLastOneLeaves() throws Exception {
    Nodes nodes = new Nodes();
    NodeProcess first = nodes.start().awaitReady();
    ApiClient ada = ApiClient.register(first.uri());
    first.terminate();
    await().until(() -> first.log().contains("drains"));
    NodeProcess second = nodes.start().awaitReady();
    first.awaitExit();
    assertEquals(200, ada.at(second.uri()).send("GET", "/me", null, Map.of()).statusCode());
    nodes.close();
    assertFalse(nodes.databaseRuns());
  }
}
