package io.teamflow.cluster.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.teamflow.codecs.stream.EventType;
import io.teamflow.driver.ApiClient;
import io.teamflow.driver.NodeProcess;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Whoever loads a project once and then hears every event knows it as well as whoever loads it
 * afresh. Another life is tried with {@code -Dteamflow.replay.seed=7}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReplayTest {
  private static final long SEED = Long.getLong("teamflow.replay.seed", 20_261_125);

  /** Told on the streams of teams, organizations and people. */
  private static final Set<String> ELSEWHERE =
      Set.of(
          EventType.PROJECT_CREATED,
          EventType.TEAM_CREATED,
          EventType.TEAM_UPDATED,
          EventType.TEAM_DELETED,
          EventType.ORGANIZATION_UPDATED,
          EventType.ORGANIZATION_DELETED,
          EventType.MEMBER_ADDED,
          EventType.MEMBER_UPDATED,
          EventType.MEMBER_REMOVED,
          EventType.MENTION_CREATED,
          EventType.READ_UPDATED);

  private Nodes nodes;
  private NodeProcess node;
  private Rows rows;

  @BeforeAll
  void start() throws Exception {
    nodes = new Nodes();
    node = nodes.start(Map.of("TEAMFLOW_LIMITS_REQUESTS_PER_MINUTE", "1000000")).awaitReady();
    rows = new Rows(nodes);
  }

  @AfterAll
  void close() throws Exception {
    rows.close();
    nodes.close();
  }

  @Test
  void everyTypeOfEventOfAProjectHasItsReducer() throws Exception {
    Set<String> types = new TreeSet<>(ELSEWHERE);
    types.addAll(ProjectState.REDUCERS.keySet());
    assertEquals(constants(), types);
  }

  @Test
  void whatWasLoadedAndEveryEventSinceIsWhatIsLoadedAfresh() throws Exception {
    World world = new World(node);
    ApiClient owner = world.as(Persona.OWNER);
    UUID project = UUID.fromString(world.home().id("project"));
    Board board = new Board(project);
    ProjectLife life =
        new ProjectLife(List.of(owner, world.as(Persona.ADMIN)), project, rows, SEED);
    List<ProjectState> loaded = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      loaded.add(ProjectState.load(owner, project));
      life.goOn(4, board);
    }
    ProjectState fresh = ProjectState.load(owner, project);
    Set<String> heard = new TreeSet<>();
    Map<ProjectState, List<JsonNode>> followed = new LinkedHashMap<>();
    for (ProjectState state : loaded) {
      followed.put(state, since(owner, project, state.position()));
    }
    assertEveryTypeCounts(fresh, followed);
    followed.forEach(
        (state, events) -> {
          events.forEach(state::apply);
          events.forEach(event -> heard.add(event.get("type").textValue()));
          assertSame(fresh.seen(state.unknown()), state.seen(state.unknown()), life);
        });
    assertTrue(board.moved() > 50, "the task list changed " + board.moved() + " times");

    String version = "\"" + rows.version("project", project.toString()) + "\"";
    assertEquals(
        204,
        owner
            .send("DELETE", "/projects/" + project, null, Map.of("If-Match", version))
            .statusCode());
    JsonNode last = ApiClient.read(rows.lastEvent(project));
    heard.add(last.get("type").textValue());
    fresh.apply(last);
    assertEquals(Map.of(), fresh.seen(Set.of()));
    assertEquals(ProjectState.REDUCERS.keySet(), heard);
  }

  /** Whoever misses the events of one type knows something else: so the comparison sees it. */
  private static void assertEveryTypeCounts(
      ProjectState fresh, Map<ProjectState, List<JsonNode>> followed) {
    Set<String> idle = new TreeSet<>(ProjectState.REDUCERS.keySet());
    idle.remove(EventType.PROJECT_DELETED); // the last one, looked at for itself
    followed.forEach(
        (loaded, events) ->
            idle.removeIf(
                type -> {
                  ProjectState deaf = loaded.copy();
                  events.stream()
                      .filter(event -> !event.get("type").textValue().equals(type))
                      .forEach(deaf::apply);
                  return !fresh.seen(loaded.unknown()).equals(deaf.seen(loaded.unknown()));
                }));
    assertEquals(Set.of(), idle);
  }

  /** Only what differs, because it is much. */
  private static void assertSame(
      Map<String, String> expected, Map<String, String> replayed, ProjectLife life) {
    Map<String, String> more = new TreeMap<>(replayed);
    more.entrySet().removeAll(expected.entrySet());
    Map<String, String> missing = new TreeMap<>(expected);
    missing.entrySet().removeAll(replayed.entrySet());
    assertEquals(
        missing, more, "-Dteamflow.replay.seed=" + SEED + ", answered: " + life.statuses());
  }

  private static List<JsonNode> since(ApiClient user, UUID project, String position)
      throws Exception {
    List<JsonNode> events = new ArrayList<>();
    String since = position;
    while (true) {
      JsonNode page = user.get("/projects/" + project + "/events?limit=200&since=" + since);
      assertTrue(page.get("recovered").booleanValue(), page.toString());
      page.get("items").forEach(events::add);
      since = page.get("position").textValue();
      if (!page.get("more").booleanValue()) {
        return events;
      }
    }
  }

  private static Set<String> constants() throws IllegalAccessException {
    Set<String> constants = new TreeSet<>();
    for (Field field : EventType.class.getFields()) {
      if (Modifier.isStatic(field.getModifiers()) && field.getType() == String.class) {
        constants.add((String) field.get(null));
      }
    }
    return constants;
  }

  /** Sees to it that lists that were kept are not taken for new ones. */
  private final class Board implements ProjectLife.Onlooker {
    private final UUID project;
    private Rows.Board before;
    private int moved;

    Board(UUID project) throws Exception {
      this.project = project;
      this.before = rows.board(project);
    }

    @Override
    public void look() throws Exception {
      Rows.Board now = rows.board(project);
      if (!now.shown().equals(before.shown())) {
        moved++;
        assertTrue(now.board() > before.board(), "the task list has changed unnoticed");
      }
      before = now;
    }

    int moved() {
      return moved;
    }
  }
}
