package io.teamflow.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.teamflow.codecs.bus.Change;
import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.bus.Failure.Code;
import io.teamflow.codecs.bus.PageRequest;
import io.teamflow.codecs.bus.Resource;
import io.teamflow.codecs.task.GetTask;
import io.teamflow.codecs.task.ListTasks;
import io.teamflow.codecs.task.MoveTask;
import io.teamflow.codecs.task.PatchTask;
import io.teamflow.codecs.task.TaskMessages;
import io.teamflow.codecs.task.TaskPatch;
import io.teamflow.codecs.task.TaskPlace;
import io.teamflow.codecs.task.TaskStatus;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MoveTest {
  private static final long SEED = 4_711;
  private static final int PARALLEL = 10;
  private static final List<TaskStatus> COLUMNS = List.of(TaskStatus.values());

  private Office office;
  private UUID ada;
  private UUID team;
  private UUID project;
  private List<Resource> tasks;

  @BeforeAll
  void open() throws Exception {
    office = new Office();
    ada = office.hire("Ada");
  }

  @BeforeEach
  void plan() throws Exception {
    team = office.newTeam(ada);
    project = office.newProject(ada, team);
    tasks = new ArrayList<>();
    for (String title : List.of("a", "b", "c", "d")) {
      tasks.add(office.newTask(ada, project, title));
    }
  }

  @AfterAll
  void close() throws Exception {
    office.close();
  }

  @Test
  void aTaskGoesBehindOrBeforeOrBetweenTheNeighboursOrToTheEnd() throws Exception {
    move(0, place(TaskStatus.TODO, 2, null));
    assertEquals("TODO: b c a d", board());
    move(3, place(TaskStatus.TODO, null, 1));
    assertEquals("TODO: d b c a", board());
    move(0, place(TaskStatus.TODO, 3, 1));
    assertEquals("TODO: d a b c", board());
    move(2, place(TaskStatus.TODO, 3, 1)); // a stands between them, too
    assertEquals("TODO: d c a b", board());
    move(3, place(TaskStatus.TODO, null, null));
    assertEquals("TODO: c a b d", board());
    move(0, place(TaskStatus.DONE, null, null));
    move(1, place(TaskStatus.DONE, null, 0));
    move(2, place(TaskStatus.DONE, 1, null));
    assertEquals("TODO: d DONE: b c a", board());
  }

  @Test
  void itsAnswerIsItsEvent() throws Exception {
    Resource moved = move(0, place(TaskStatus.IN_PROGRESS, null, null));
    assertEquals(2, moved.version());
    assertEquals("IN_PROGRESS", Office.json(moved.json()).get("status").asText());
    Office.Event event = office.story(project).getLast();
    assertEquals("task.moved", event.type());
    assertEquals(moved.json(), event.payload());
    assertTrue(
        office.published.stream()
            .anyMatch(told -> told.seq() == event.seq() && told.payload().equals(moved.json())));
    assertEquals(
        List.of("\"TODO\">\"IN_PROGRESS\""),
        office.select(
            "SELECT before || '>' || after FROM activity WHERE field = 'status' AND task_id = '%s'"
                .formatted(moved.id())));
  }

  @Test
  void aMoveToWhereItIsWritesNothing() throws Exception {
    for (TaskPlace here :
        List.of(
            place(TaskStatus.TODO, 0, 2),
            place(TaskStatus.TODO, 0, null),
            place(TaskStatus.TODO, null, 2),
            place(TaskStatus.TODO, 0, 3))) {
      assertEquals(tasks.get(1), move(1, here));
    }
    assertEquals(tasks.get(3), move(3, place(TaskStatus.TODO, null, null)));
    assertEquals(tasks.get(0), move(0, place(TaskStatus.TODO, null, 1)));
    assertEquals(4, office.story(project).size());
  }

  @Test
  void aStaleVersionNeverMovesAndIsToldTheCurrentOne() throws Exception {
    Resource current = office.patch(ada, tasks.get(0), Office.title("newer")).await();
    Failure refused =
        office.refusal(
            TaskMessages.MOVE,
            ada,
            new MoveTask(current.id(), 1, place(TaskStatus.DONE, null, null)));
    assertEquals(Code.PRECONDITION, refused.code());
    assertEquals(current, refused.current());
    assertEquals("TODO: newer b c d", board());
    assertEquals(5, office.story(project).size());
  }

  @Test
  void aNeighbourThatIsNotThereIsRefusedAndNothingChanges() throws Exception {
    Resource elsewhere = office.newTask(ada, office.newProject(ada, team), "elsewhere");
    UUID nobody = Office.newId();
    move(3, place(TaskStatus.DONE, null, null));
    int before = office.story(project).size();
    for (TaskPlace place :
        List.of(
            new TaskPlace(TaskStatus.TODO, elsewhere.id(), null),
            new TaskPlace(TaskStatus.TODO, null, nobody),
            place(TaskStatus.TODO, 3, null),
            new TaskPlace(TaskStatus.TODO, tasks.get(1).id(), nobody),
            place(TaskStatus.IN_PROGRESS, null, 1),
            place(TaskStatus.TODO, 2, 1))) {
      assertEquals(Code.CONFLICT, refusal(ada, 0, place).code(), place.toString());
    }
    assertEquals("TODO: a b c DONE: d", board());
    assertEquals(before, office.story(project).size());
    assertThrows(Failure.class, () -> place(TaskStatus.TODO, 1, 1));
    assertThrows(
        Failure.class, () -> new MoveTask(tasks.get(0).id(), 1, place(TaskStatus.TODO, null, 0)));
  }

  @Test
  void aStrictProjectLetsWorkGoOneColumnAtATimeWhicheverWayItIsAsked() throws Exception {
    office.database.execute(
        "UPDATE project SET workflow = 'strict' WHERE id = '%s'".formatted(project));
    assertEquals(Code.CONFLICT, refusal(ada, 0, place(TaskStatus.DONE, null, null)).code());
    Failure patch =
        office.refusal(
            TaskMessages.PATCH, ada, new PatchTask(tasks.get(0).id(), 1, status(TaskStatus.DONE)));
    assertEquals(Code.CONFLICT, patch.code());
    move(0, place(TaskStatus.IN_PROGRESS, null, null));
    move(0, place(TaskStatus.DONE, null, null));
    assertEquals(Code.CONFLICT, refusal(ada, 0, place(TaskStatus.TODO, null, null)).code());
    move(0, place(TaskStatus.IN_PROGRESS, null, null));
    tasks.set(0, office.patch(ada, tasks.get(0), status(TaskStatus.TODO)).await());
    assertEquals("TODO: b c d a", board());
  }

  @Test
  void aPatchOfTheStatusGoesToTheEndOfTheNewColumn() throws Exception {
    move(0, place(TaskStatus.DONE, null, null));
    move(1, place(TaskStatus.DONE, null, 0));
    tasks.set(2, office.patch(ada, tasks.get(2), status(TaskStatus.DONE)).await());
    assertEquals("TODO: d DONE: b a c", board());
  }

  @Test
  void strangersFindNothingGuestsMoveTheirOwnAndArchivesRest() throws Exception {
    UUID stranger = office.hire("Stranger");
    UUID guest = office.hire("Guest");
    office.newProject(stranger);
    office.join(team, guest, "GUEST");
    TaskPlace end = place(TaskStatus.DONE, null, null);
    assertEquals(Code.NOT_FOUND, refusal(stranger, 0, end).code());
    assertEquals(Code.FORBIDDEN, refusal(guest, 0, end).code());
    TaskPatch assigned =
        new TaskPatch(null, null, null, null, null, new Change<>(List.of(guest)), null, null);
    Resource theirs = office.patch(ada, tasks.get(0), assigned).await();
    tasks.set(
        0, office.ask(TaskMessages.MOVE, guest, new MoveTask(theirs.id(), theirs.version(), end)));
    assertEquals("TODO: b c d DONE: a", board());
    office.database.execute(
        "UPDATE project SET archived = true WHERE id = '%s'".formatted(project));
    assertEquals(Code.CONFLICT, refusal(ada, 1, end).code());
  }

  @Test
  void twoTasksCanBeSwappedForEver() throws Exception {
    String first = tasks.get(0).json();
    // where some 1,200 swaps led to
    for (int i = 1; i <= 2; i++) {
      office.database.execute(
          "UPDATE task SET rank = 'a0%s%d' WHERE id = '%s'"
              .formatted("0".repeat(197), i + 1, tasks.get(i).id()));
    }
    int before = office.story(project).size();
    for (int i = 0; i < 14; i++) {
      move(2 - i % 2, place(TaskStatus.TODO, 0, null));
      assertEquals(i % 2 == 0 ? "TODO: a c b d" : "TODO: a b c d", board());
    }
    assertTrue(longestRank() < 60, "ranks were dealt out anew");
    assertEquals(first, read(tasks.get(0).id()).json());
    // each of them was told: the 14 moves, and once the neighbour
    List<Office.Event> story = office.story(project);
    assertEquals(before + 15, story.size());
    Map<String, String> told = new HashMap<>();
    story.forEach(e -> told.put(Office.json(e.payload()).get("id").asText(), e.payload()));
    for (Resource task : tasks) {
      assertEquals(read(task.id()).json(), told.get(task.id().toString()));
    }
  }

  @Test
  void aThousandMovesAtOnceLeaveOneStrictOrderAndAVersionForEach() throws Exception {
    for (int i = 4; i < 40; i++) {
      tasks.add(office.newTask(ada, project, "t" + i));
    }
    Random random = new Random(SEED);
    Map<UUID, Set<Long>> acknowledged = new HashMap<>();
    List<Future<?>> running = new ArrayList<>();
    for (int lane = 0; lane < PARALLEL; lane++) {
      running.add(wander(new Random(random.nextLong()), 100, acknowledged));
    }
    Future.all(running).await(60, TimeUnit.SECONDS);
    long moves = acknowledged.values().stream().mapToLong(Set::size).sum();
    assertTrue(moves > 200);
    List<String> ranks = new ArrayList<>();
    for (JsonNode task : list()) {
      UUID id = UUID.fromString(task.get("id").asText());
      assertEquals(
          1 + acknowledged.getOrDefault(id, Set.of()).size(),
          task.get("version").asLong(),
          task.toString());
      ranks.add(task.get("status").asText() + task.get("rank").asText());
    }
    assertEquals(40, new HashSet<>(ranks).size());
    List<Office.Event> story = office.story(project);
    assertEquals(40 + moves, story.getLast().seq());
    assertEquals(story.getLast().seq(), story.size());
  }

  /**
   * One after the other, moves to random places of the version read just before. Whoever finds the
   * task there already, because another lane was faster, is told that move's version.
   */
  private Future<?> wander(Random random, int moves, Map<UUID, Set<Long>> acknowledged) {
    if (moves == 0) {
      return Future.succeededFuture();
    }
    UUID task = tasks.get(random.nextInt(tasks.size())).id();
    UUID neighbour = tasks.get(random.nextInt(tasks.size())).id();
    TaskStatus status = COLUMNS.get(random.nextInt(3));
    int kind = neighbour.equals(task) ? 0 : random.nextInt(3);
    TaskPlace place =
        new TaskPlace(status, kind == 1 ? neighbour : null, kind == 2 ? neighbour : null);
    return office
        .bus
        .request(TaskMessages.GET, Office.callerOf(ada), new GetTask(task))
        .compose(
            seen ->
                office
                    .bus
                    .request(
                        TaskMessages.MOVE,
                        Office.callerOf(ada),
                        new MoveTask(task, seen.version(), place))
                    .map(
                        moved -> {
                          if (moved.version() > seen.version()) {
                            synchronized (acknowledged) {
                              acknowledged
                                  .computeIfAbsent(task, _ -> new HashSet<>())
                                  .add(moved.version());
                            }
                          }
                          return moved;
                        }))
        .otherwise(
            refused -> {
              Code code = assertInstanceOf(Failure.class, refused).code();
              assertTrue(code == Code.PRECONDITION || code == Code.CONFLICT, refused.toString());
              return null;
            })
        .compose(_ -> wander(random, moves - 1, acknowledged));
  }

  private TaskPlace place(TaskStatus status, @Nullable Integer after, @Nullable Integer before) {
    return new TaskPlace(
        status,
        after == null ? null : tasks.get(after).id(),
        before == null ? null : tasks.get(before).id());
  }

  private Resource move(int task, TaskPlace place) throws Exception {
    Resource seen = read(tasks.get(task).id());
    Resource moved =
        office.ask(TaskMessages.MOVE, ada, new MoveTask(seen.id(), seen.version(), place));
    tasks.set(task, moved);
    return moved;
  }

  private Failure refusal(UUID user, int task, TaskPlace place) {
    Resource seen = tasks.get(task);
    return office.refusal(TaskMessages.MOVE, user, new MoveTask(seen.id(), seen.version(), place));
  }

  private static TaskPatch status(TaskStatus status) {
    return new TaskPatch(null, null, new Change<>(status), null, null, null, null, null);
  }

  private Resource read(UUID task) throws Exception {
    return office.ask(TaskMessages.GET, ada, new GetTask(task));
  }

  private JsonNode list() throws Exception {
    return Office.json(
        office
            .ask(TaskMessages.LIST, ada, new ListTasks(project, new PageRequest(200, null)))
            .items());
  }

  private int longestRank() throws Exception {
    int longest = 0;
    for (JsonNode task : list()) {
      longest = Math.max(longest, task.get("rank").asText().length());
    }
    return longest;
  }

  /** The titles, column by column: {@code TODO: a b DONE: c}. */
  private String board() throws Exception {
    StringBuilder board = new StringBuilder();
    String column = "";
    for (JsonNode task : list()) {
      if (!task.get("status").asText().equals(column)) {
        column = task.get("status").asText();
        board.append(' ').append(column).append(':');
      }
      board.append(' ').append(task.get("title").asText());
    }
    return board.substring(1);
  }
}
