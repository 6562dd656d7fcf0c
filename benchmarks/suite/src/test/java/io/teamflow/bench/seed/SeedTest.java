package io.teamflow.bench.seed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.teamflow.bench.scenario.Ground;
import io.teamflow.driver.ApiClient;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a demonstration finds after {@code ./teamflow seed}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SeedTest {
  private Ground ground;
  private Seed.Planted planted;
  private ApiClient ada;

  @BeforeAll
  void start() throws Exception {
    ground = Ground.start(List.of("-Xmx512m", "-XX:TieredStopAtLevel=1"));
    planted = Seed.plant(ground.uri(), 7);
    ada = ApiClient.signIn(ground.uri(), planted.email(), Seed.PASSWORD).orElseThrow();
  }

  @AfterAll
  void close() throws Exception {
    ground.close();
  }

  @Test
  void whatWasPlantedIsThereAndIsPlantedOnce() throws Exception {
    List<JsonNode> projects = items(ada, "/projects?limit=200");

    assertEquals(3, items(ada, "/organizations/" + planted.organization() + "/teams").size());
    assertEquals(3, planted.teams());
    assertEquals(planted.projects(), projects.size());
    assertEquals(planted.tasks(), count(ada, projects, "/tasks?limit=200"));
    assertEquals(planted.labels(), count(ada, projects, "/labels?limit=200"));
    assertEquals(planted.messages(), count(ada, projects, "/messages?limit=200"));
    assertTrue(planted.tasks() >= 300, planted.toString());

    assertFalse(Seed.plant(ground.uri(), 7).fresh());
    assertEquals(projects.size(), items(ada, "/projects?limit=200").size());
  }

  @Test
  void theSameNumberIsTheSameTeam() {
    Words once = new Words(3);
    Words again = new Words(3);
    for (int i = 0; i < 100; i++) {
      assertEquals(once.title(), again.title());
      assertEquals(once.saying(), again.saying());
      assertEquals(once.chance(50), again.chance(50));
    }
  }

  @Test
  void aBoardHasWorkInEveryColumn() throws Exception {
    List<JsonNode> tasks = new ArrayList<>();
    for (JsonNode project : items(ada, "/projects?limit=200")) {
      tasks.addAll(items(ada, "/projects/" + project.get("id").textValue() + "/tasks?limit=200"));
    }

    for (String status : List.of("TODO", "IN_PROGRESS", "DONE")) {
      assertTrue(
          tasks.stream().anyMatch(task -> task.get("status").textValue().equals(status)), status);
    }
    assertTrue(tasks.stream().anyMatch(task -> !task.get("assignees").isEmpty()));
    assertTrue(tasks.stream().anyMatch(task -> !task.get("labels").isEmpty()));
    assertTrue(tasks.stream().anyMatch(task -> !task.get("deadline").isNull()));
  }

  private static int count(ApiClient api, List<JsonNode> projects, String of) throws Exception {
    int count = 0;
    for (JsonNode project : projects) {
      count += items(api, "/projects/" + project.get("id").textValue() + of).size();
    }
    return count;
  }

  private static List<JsonNode> items(ApiClient api, String path) throws Exception {
    List<JsonNode> items = new ArrayList<>();
    api.get(path).get("items").forEach(items::add);
    return items;
  }
}
