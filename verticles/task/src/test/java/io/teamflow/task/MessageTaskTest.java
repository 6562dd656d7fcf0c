package io.teamflow.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.teamflow.codecs.bus.Caller;
import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.bus.Failure.Code;
import io.teamflow.codecs.bus.IdempotencyKey;
import io.teamflow.codecs.bus.Resource;
import io.teamflow.codecs.task.CreateTask;
import io.teamflow.codecs.task.DeleteProject;
import io.teamflow.codecs.task.DeleteTask;
import io.teamflow.codecs.task.ProjectMessages;
import io.teamflow.codecs.task.RestoreTask;
import io.teamflow.codecs.task.TaskFields;
import io.teamflow.codecs.task.TaskMessages;
import io.vertx.core.Future;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Tasks that are made of messages. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MessageTaskTest {
  private Office office;
  private UUID ada;
  private UUID team;
  private UUID project;
  private int seq;

  @BeforeAll
  void open() throws Exception {
    office = new Office();
    ada = office.hire("Ada");
  }

  @BeforeEach
  void begin() throws Exception {
    team = office.newTeam(ada);
    project = office.newProject(ada, team);
  }

  @AfterAll
  void close() throws Exception {
    office.close();
  }

  @Test
  void theTaskAndTheMessageNameEachOtherAndOneEventTellsIt() throws Exception {
    UUID message = said(project, "The login is broken.\nSince Monday.");
    int before = office.story(project).size();
    Resource task = make(null, message);
    assertEquals(message.toString(), messageOf(task));
    assertEquals("The login is broken.", Office.json(task.json()).get("title").textValue());
    assertEquals(task.id().toString(), taskOf(message));
    assertEquals(before + 1, office.story(project).size());
    Office.Event told = office.story(project).getLast();
    assertEquals("task.created", told.type());
    assertEquals(task.json(), told.payload());
    assertEquals("null", messageOf(office.newTask(ada, project, "of no message")));
  }

  @Test
  void theTitleIsWhatIsGivenOrTheFirstLineThatSaysSomething() throws Exception {
    assertEquals("Mine", title("Mine", "Theirs"));
    assertEquals("Fix it", title(null, "\n \t\r\n  Fix it  \r\nnow"));
    assertEquals("\u270f\ufe0f draw", title(null, "\u270f\ufe0f draw"));
    assertEquals("\ud83d\ude00".repeat(200), title(null, "\ud83d\ude00".repeat(201)));
    assertEquals("a".repeat(199), title(null, "a".repeat(199) + " " + "b".repeat(19_000)));
    assertEquals("\u00a0", title(null, "\u00a0"));
  }

  @Test
  void onlyAMessageOfTheProjectThatWasNotTakenBackBecomesATask() throws Exception {
    UUID sibling = said(office.newProject(ada, team), "of another project of the team");
    UUID foreign = said(office.newProject(office.hire("Stranger")), "of others");
    UUID takenBack = said(project, "taken back");
    takeBack(takenBack);
    int before = office.story(project).size();
    for (UUID wrong : List.of(sibling, foreign, takenBack, UUID.randomUUID())) {
      for (String title : new @Nullable String[] {null, "a title"}) {
        Failure failure = refused(ada, title, wrong);
        assertEquals(Code.INVALID, failure.code());
        assertEquals("/message", failure.violations().getFirst().pointer());
      }
    }
    assertEquals(before, office.story(project).size());
    assertEquals("null", taskOf(sibling));
    assertEquals("null", taskOf(foreign));
  }

  @Test
  void whoeverMayNotCreateTasksLearnsNothingOfTheMessage() throws Exception {
    UUID message = said(project, "secret");
    UUID guest = office.hire("Guest");
    office.join(team, guest, "GUEST");
    for (UUID some : List.of(message, UUID.randomUUID())) {
      assertEquals(Code.FORBIDDEN, refused(guest, null, some).code());
      assertEquals(Code.NOT_FOUND, refused(office.hire("Stranger"), null, some).code());
    }
    make(null, message);
    assertEquals(Code.FORBIDDEN, refused(guest, null, message).code());
    assertEquals(Code.NOT_FOUND, refused(office.hire("Stranger"), null, message).code());
  }

  @Test
  void aMessageIsOneTaskHoweverManyTry() throws Exception {
    UUID message = said(project, "me first");
    List<Future<Resource>> tries = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      tries.add(
          office.bus.request(TaskMessages.CREATE, Office.callerOf(ada), of("t" + i, message)));
    }
    Future.join(tries).transform(_ -> Future.succeededFuture()).await(20, TimeUnit.SECONDS);
    List<Resource> made = tries.stream().filter(Future::succeeded).map(Future::result).toList();
    assertEquals(1, made.size());
    String task = made.getFirst().id().toString();
    assertEquals(task, taskOf(message));
    for (Future<Resource> one : tries) {
      if (one.failed()) {
        Failure failure = (Failure) one.cause();
        assertEquals(Code.CONFLICT, failure.code());
        assertTrue(failure.detail().contains(task), failure.detail());
      }
    }
  }

  @Test
  void aRepeatedCommandFindsTheTaskThatItMade() throws Exception {
    CreateTask command = of(null, said(project, "once"));
    Resource first = office.ask(TaskMessages.CREATE, ada, command);
    int before = office.story(project).size();
    assertEquals(first, office.ask(TaskMessages.CREATE, ada, command));
    assertEquals(before, office.story(project).size());
  }

  @Test
  void aRepeatedCommandFindsTheTaskOfAMessageThatWasTakenBackSince() throws Exception {
    for (Caller caller : List.of(Office.callerOf(ada), keyed(ada))) {
      UUID message = said(project, "soon gone");
      CreateTask command = of(null, message);
      Resource first = send(caller, command);
      takeBack(message);
      int before = office.story(project).size();
      assertEquals(first, send(caller, command));
      assertEquals(before, office.story(project).size());
    }
  }

  @Test
  void aRepeatedCommandFindsTheTaskOfAProjectThatWasArchivedSince() throws Exception {
    CreateTask command = of(null, said(project, "soon at rest"));
    Resource first = office.ask(TaskMessages.CREATE, ada, command);
    office.database.execute(
        "UPDATE project SET archived = true WHERE id = '%s'".formatted(project));
    assertEquals(first, office.ask(TaskMessages.CREATE, ada, command));
  }

  @Test
  void aTaskInTheTrashIsNotTheMessagesUntilItIsBack() throws Exception {
    UUID message = said(project, "again");
    Resource task = make(null, message);
    office.ask(TaskMessages.DELETE, ada, new DeleteTask(task.id(), 1));
    assertEquals("null", taskOf(message));
    assertEquals(message.toString(), toldMessage(), "whoever hears it knows whose task is gone");
    Resource back = office.ask(TaskMessages.RESTORE, ada, new RestoreTask(task.id()));
    assertEquals(message.toString(), messageOf(back));
    assertEquals(task.id().toString(), taskOf(message));
    assertEquals(message.toString(), toldMessage());
  }

  @Test
  void aTaskThatWasReplacedWhileInTheTrashComesBackWithoutTheMessage() throws Exception {
    UUID message = said(project, "again");
    Resource first = make("first", message);
    office.ask(TaskMessages.DELETE, ada, new DeleteTask(first.id(), 1));
    Resource second = make("second", message);
    Resource back = office.ask(TaskMessages.RESTORE, ada, new RestoreTask(first.id()));
    assertEquals("null", messageOf(back));
    assertEquals("null", toldMessage());
    assertEquals(second.id().toString(), taskOf(message));
    office.ask(TaskMessages.DELETE, ada, new DeleteTask(first.id(), back.version()));
    assertEquals(second.id().toString(), taskOf(message));
    office.ask(TaskMessages.DELETE, ada, new DeleteTask(second.id(), 1));
    assertEquals("null", taskOf(message));
  }

  @Test
  void theLinkEndsWithTheTrashAndWithTheProject() throws Exception {
    UUID message = said(project, "kept");
    UUID purged = make("purged", message).id();
    office.ask(TaskMessages.DELETE, ada, new DeleteTask(purged, 1));
    UUID kept = make("kept", message).id();
    office.database.execute(
        "UPDATE task SET deleted_at = now() - interval '31 days' WHERE id = '%s'"
            .formatted(purged));
    office.select("SELECT purge_trash(500)");
    assertEquals(kept.toString(), taskOf(message));
    office.ask(ProjectMessages.DELETE, ada, new DeleteProject(project, 1));
    office.database.execute(
        "UPDATE project SET updated_at = now() - interval '2 hours' WHERE id = '%s'"
            .formatted(project));
    while (!office.select("SELECT purge_deleted_projects(1)").equals(List.of("0"))) {
      // another row is gone
    }
    assertEquals(
        List.of(), office.select("SELECT id FROM message WHERE id = '%s'".formatted(message)));
    assertEquals(List.of(), office.select("SELECT id FROM task WHERE id = '%s'".formatted(kept)));
  }

  private UUID said(UUID where, String body) {
    UUID id = UUID.randomUUID();
    office.database.execute(
        """
        INSERT INTO message (id, project_id, seq, sender, client_id, body, created_at)
        VALUES ('%1$s', '%2$s', %3$d, '%4$s', '%1$s', '%5$s', now())
        """
            .formatted(id, where, 1_000 + seq++, ada, body));
    return id;
  }

  private void takeBack(UUID message) {
    office.database.execute(
        "UPDATE message SET body = '', deleted_at = now() WHERE id = '%s'".formatted(message));
  }

  private static Caller keyed(UUID user) {
    IdempotencyKey key = new IdempotencyKey(UUID.randomUUID().toString(), "POST /tasks", "a body");
    return Office.callerOf(user).with(key);
  }

  private Resource send(Caller caller, CreateTask command) throws Exception {
    return office.bus.request(TaskMessages.CREATE, caller, command).await(10, TimeUnit.SECONDS);
  }

  private String title(@Nullable String title, String body) throws Exception {
    return Office.json(make(title, said(project, body)).json()).get("title").textValue();
  }

  private Resource make(@Nullable String title, UUID message) throws Exception {
    return office.ask(TaskMessages.CREATE, ada, of(title, message));
  }

  private Failure refused(UUID user, @Nullable String title, UUID message) {
    return office.refusal(TaskMessages.CREATE, user, of(title, message));
  }

  private CreateTask of(@Nullable String title, UUID message) {
    return new CreateTask(
        Office.newId(),
        project,
        new TaskFields(title, null, null, null, null, null, null, message));
  }

  private static String messageOf(Resource task) {
    return Office.json(task.json()).get("message").asText();
  }

  private String toldMessage() throws SQLException {
    return Office.json(office.story(project).getLast().payload()).get("message").asText();
  }

  /** What readers of a message see as its task. */
  private String taskOf(UUID message) throws SQLException {
    List<String> views =
        office.select("SELECT message_view(m) FROM message m WHERE id = '%s'".formatted(message));
    JsonNode view = Office.json(views.getFirst());
    return view.get("task").asText();
  }
}
