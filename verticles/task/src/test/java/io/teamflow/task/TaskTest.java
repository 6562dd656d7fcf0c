package io.teamflow.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.teamflow.codecs.bus.Change;
import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.bus.Failure.Code;
import io.teamflow.codecs.bus.PageRequest;
import io.teamflow.codecs.bus.Resource;
import io.teamflow.codecs.bus.ResourcePage;
import io.teamflow.codecs.task.CreateLabel;
import io.teamflow.codecs.task.CreateTask;
import io.teamflow.codecs.task.GetTask;
import io.teamflow.codecs.task.LabelMessages;
import io.teamflow.codecs.task.ListTasks;
import io.teamflow.codecs.task.PatchTask;
import io.teamflow.codecs.task.TaskFields;
import io.teamflow.codecs.task.TaskMessages;
import io.teamflow.codecs.task.TaskPatch;
import io.teamflow.codecs.task.TaskPriority;
import io.teamflow.codecs.task.TaskStatus;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TaskTest {
  private static final TaskPatch NOTHING =
      new TaskPatch(null, null, null, null, null, null, null, null);

  private Office office;
  private UUID ada;

  @BeforeAll
  void open() throws Exception {
    office = new Office();
    ada = office.hire("Ada");
  }

  @AfterAll
  void close() throws Exception {
    office.close();
  }

  @Test
  void aRepeatedPatchIsDoneOnceAndIsNotStale() throws Exception {
    Resource task = office.newTask(ada, office.newProject(ada), "before");
    Resource first = office.patch(ada, task, Office.title("after")).await();
    Resource again = office.patch(ada, task, Office.title("after")).await();
    assertEquals(first, again);
    assertEquals(2, again.version());
  }

  @Test
  void aTaskSaysWhatItWasCreatedWith() throws Exception {
    UUID project = office.newProject(ada);
    UUID label =
        office
            .ask(
                LabelMessages.CREATE,
                ada,
                new CreateLabel(Office.newId(), project, "bug", "#FF0000"))
            .id();
    String title = "'; DROP TABLE task; -- \"\\ 😀 \u2028";
    Resource created =
        office.ask(
            TaskMessages.CREATE,
            ada,
            new CreateTask(
                Office.newId(),
                project,
                new TaskFields(
                    title,
                    "d".repeat(20_000),
                    TaskPriority.URGENT,
                    Instant.parse("2027-01-02T03:04:05.678Z"),
                    List.of(ada, ada),
                    List.of(label),
                    null,
                    null)));
    JsonNode task = Office.json(created.json());
    assertEquals(title, task.get("title").asText());
    assertEquals(20_000, task.get("description").asText().length());
    assertEquals("URGENT", task.get("priority").asText());
    assertEquals("TODO", task.get("status").asText());
    assertEquals(
        Instant.parse("2027-01-02T03:04:05.678Z"), Instant.parse(task.get("deadline").asText()));
    assertEquals(1, task.get("assignees").size());
    assertEquals(label.toString(), task.get("labels").get(0).asText());
    assertEquals("WEB-1", task.get("key").asText());
    assertEquals(created, office.ask(TaskMessages.GET, ada, new GetTask(created.id())));
    assertEquals(
        List.of("label.created", "task.created"),
        office.story(project).stream().map(Office.Event::type).toList());
    assertEquals(created.json(), office.story(project).getLast().payload());
  }

  @Test
  void aRepeatedCommandCreatesOneTask() throws Exception {
    UUID project = office.newProject(ada);
    CreateTask command = new CreateTask(Office.newId(), project, Office.titled("once"));
    List<Future<Resource>> answers =
        IntStream.range(0, 10)
            .mapToObj(_ -> office.bus.request(TaskMessages.CREATE, Office.callerOf(ada), command))
            .toList();
    Future.all(answers).await();
    assertEquals(1, answers.stream().map(Future::result).distinct().count());
    assertEquals(1, office.story(project).size());
  }

  @Test
  void aPatchChangesWhatItNamesAndItsEventIsTheNewTask() throws Exception {
    UUID project = office.newProject(ada);
    Resource task = office.newTask(ada, project, "before");
    Resource patched =
        office
            .patch(
                ada,
                task,
                new TaskPatch(
                    new Change<>("after"),
                    null,
                    new Change<>(TaskStatus.DONE),
                    null,
                    new Change<>(Instant.EPOCH),
                    new Change<>(List.of(ada)),
                    null,
                    null))
            .await();
    JsonNode json = Office.json(patched.json());
    assertEquals(2, patched.version());
    assertEquals("after", json.get("title").asText());
    assertEquals("DONE", json.get("status").asText());
    assertEquals("MEDIUM", json.get("priority").asText());
    assertEquals(patched.json(), office.story(project).getLast().payload());
    Resource cleared =
        office
            .patch(
                ada,
                patched,
                new TaskPatch(
                    null,
                    new Change<>(null),
                    null,
                    null,
                    new Change<>(null),
                    new Change<>(null),
                    null,
                    null))
            .await();
    assertTrue(Office.json(cleared.json()).get("deadline").isNull());
    assertEquals(0, Office.json(cleared.json()).get("assignees").size());
    assertEquals(cleared, office.ask(TaskMessages.GET, ada, new GetTask(task.id())));
  }

  @Test
  void aPatchThatChangesNothingWritesNothing() throws Exception {
    UUID project = office.newProject(ada);
    Resource task = office.newTask(ada, project, "same");
    assertEquals(task, office.patch(ada, task, NOTHING).await());
    assertEquals(task, office.patch(ada, task, Office.title("same")).await());
    assertEquals(1, office.story(project).size());
  }

  @Test
  void fiftyPatchesOfOneVersionGiveOneSuccessAndLeaveNoHole() throws Exception {
    UUID project = office.newProject(ada);
    Resource task = office.newTask(ada, project, "contended");
    List<Future<Resource>> patches =
        IntStream.range(0, 50)
            .mapToObj(i -> office.patch(ada, task, Office.title("title " + i)))
            .toList();
    Future.join(patches).otherwiseEmpty().await();
    Resource winner =
        patches.stream().filter(Future::succeeded).map(Future::result).findFirst().orElseThrow();
    assertEquals(1, patches.stream().filter(Future::succeeded).count());
    for (Future<Resource> refused : patches.stream().filter(Future::failed).toList()) {
      Failure failure = (Failure) refused.cause();
      assertEquals(Code.PRECONDITION, failure.code());
      assertEquals(winner, failure.current());
    }
    assertEquals(2, office.story(project).size());
    assertTrue(office.newTask(ada, project, "next").version() == 1);
    assertEquals(3, office.story(project).getLast().seq());
  }

  @Test
  void theBoardIsListedByColumnAndRankInPages() throws Exception {
    UUID project = office.newProject(ada);
    List<Resource> tasks = new ArrayList<>();
    for (int i = 0; i < 70; i++) {
      tasks.add(office.newTask(ada, project, "task " + i));
    }
    office
        .patch(
            ada,
            tasks.get(3),
            new TaskPatch(
                null, null, new Change<>(TaskStatus.IN_PROGRESS), null, null, null, null, null))
        .await();
    List<String> titles = new ArrayList<>();
    String cursor = null;
    do {
      ResourcePage page =
          office.ask(TaskMessages.LIST, ada, new ListTasks(project, new PageRequest(30, cursor)));
      Office.json(page.items()).forEach(task -> titles.add(task.get("title").asText()));
      assertEquals(71, page.position() == null ? -1 : page.position().seq());
      cursor = page.nextCursor();
    } while (cursor != null);
    assertEquals(70, titles.size());
    assertEquals("task 3", titles.getLast());
    titles.removeLast();
    assertEquals(
        IntStream.range(0, 70).filter(i -> i != 3).mapToObj(i -> "task " + i).toList(), titles);
  }

  @Test
  void anEmptyBoardHasAPositionAndABadCursorIsRefused() throws Exception {
    UUID project = office.newProject(ada);
    ResourcePage page =
        office.ask(TaskMessages.LIST, ada, new ListTasks(project, PageRequest.first()));
    assertEquals("[]", page.items());
    assertNotNull(page.position());
    assertNull(page.nextCursor());
    for (String cursor : List.of("%%%", "", Pages.encode("9:a0"), Pages.encode("0:'; --"))) {
      assertEquals(
          Code.INVALID,
          office
              .refusal(TaskMessages.LIST, ada, new ListTasks(project, new PageRequest(5, cursor)))
              .code());
    }
  }

  @Test
  void strangersFindNothingAndGuestsChangeOnlyWhatIsAssignedToThem() throws Exception {
    UUID team = office.newTeam(ada);
    UUID project = office.newProject(ada, team);
    UUID guest = office.hire("Guest");
    UUID stranger = office.hire("Stranger");
    office.newProject(stranger);
    office.join(team, guest, "GUEST");
    Resource task = office.newTask(ada, project, "hers");
    int before = office.story(project).size();
    CreateTask create = new CreateTask(Office.newId(), project, Office.titled("no"));
    PatchTask patch = new PatchTask(task.id(), task.version(), Office.title("no"));
    assertEquals(Code.NOT_FOUND, office.refusal(TaskMessages.CREATE, stranger, create).code());
    assertEquals(Code.NOT_FOUND, office.refusal(TaskMessages.PATCH, stranger, patch).code());
    assertEquals(
        Code.NOT_FOUND, office.refusal(TaskMessages.GET, stranger, new GetTask(task.id())).code());
    assertEquals(
        Code.NOT_FOUND,
        office
            .refusal(TaskMessages.LIST, stranger, new ListTasks(project, PageRequest.first()))
            .code());
    assertEquals(Code.FORBIDDEN, office.refusal(TaskMessages.CREATE, guest, create).code());
    assertEquals(Code.FORBIDDEN, office.refusal(TaskMessages.PATCH, guest, patch).code());
    assertEquals(before, office.story(project).size());
    assertEquals(task, office.ask(TaskMessages.GET, guest, new GetTask(task.id())));
    Resource assigned =
        office
            .patch(
                ada,
                task,
                new TaskPatch(
                    null, null, null, null, null, new Change<>(List.of(guest)), null, null))
            .await();
    assertEquals(3, office.patch(guest, assigned, Office.title("mine")).await().version());
  }

  @Test
  void assigneesAndLabelsOfOthersAreRefused() throws Exception {
    UUID project = office.newProject(ada);
    UUID stranger = office.hire("Stranger");
    UUID elsewhere = office.newProject(ada);
    UUID label =
        office
            .ask(
                LabelMessages.CREATE,
                ada,
                new CreateLabel(Office.newId(), elsewhere, "other", "#000000"))
            .id();
    Failure assignee =
        office.refusal(
            TaskMessages.CREATE,
            ada,
            new CreateTask(
                Office.newId(),
                project,
                new TaskFields("t", null, null, null, List.of(stranger), null, null, null)));
    assertEquals("/assignees", assignee.violations().getFirst().pointer());
    Failure foreign =
        office.refusal(
            TaskMessages.CREATE,
            ada,
            new CreateTask(
                Office.newId(),
                project,
                new TaskFields("t", null, null, null, null, List.of(label), null, null)));
    assertEquals("/labels", foreign.violations().getFirst().pointer());
    assertEquals(0, office.story(project).size());
  }

  @Test
  void ranksGoOnBehindOneAnotherForEver() throws Exception {
    try (var connection = office.database.connect();
        var next = connection.prepareStatement("SELECT rank_after(?)")) {
      String rank = null;
      for (int i = 0; i < 5_000; i++) {
        next.setString(1, rank);
        var row = next.executeQuery();
        row.next();
        String after = row.getString(1);
        assertTrue(rank == null || rank.compareTo(after) < 0, rank + " " + after);
        rank = after;
      }
      for (String[] pair :
          new String[][] {
            {"az", "b00"},
            {"b0z", "b10"},
            {"bzz", "c000"},
            {"Zz", "a0"},
            {"Yzz", "Z0"},
            {"a0V", "a1"},
            {"X00z", "X010"}
          }) {
        next.setString(1, pair[0]);
        var row = next.executeQuery();
        row.next();
        assertEquals(pair[1], row.getString(1));
      }
    }
  }

  @Test
  void whatCannotBeATaskIsRefusedWithEveryReason() {
    Failure failure =
        assertThrows(
            Failure.class,
            () ->
                new TaskFields(
                    "nul\u0000", "d".repeat(20_001), null, null, null, null, null, null));
    assertEquals(2, failure.violations().size());
    assertFalse(failure.code().retryable());
  }
}
