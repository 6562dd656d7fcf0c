package io.teamflow.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.teamflow.codecs.bus.Change;
import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.bus.Failure.Code;
import io.teamflow.codecs.bus.PageRequest;
import io.teamflow.codecs.bus.Resource;
import io.teamflow.codecs.bus.ResourcePage;
import io.teamflow.codecs.bus.Violation;
import io.teamflow.codecs.task.CreateLabel;
import io.teamflow.codecs.task.CreateTask;
import io.teamflow.codecs.task.DeleteLabel;
import io.teamflow.codecs.task.DeleteTask;
import io.teamflow.codecs.task.GetTask;
import io.teamflow.codecs.task.LabelMessages;
import io.teamflow.codecs.task.ListActivity;
import io.teamflow.codecs.task.ListTasks;
import io.teamflow.codecs.task.ListTrash;
import io.teamflow.codecs.task.MoveTask;
import io.teamflow.codecs.task.PatchTasks;
import io.teamflow.codecs.task.RestoreTask;
import io.teamflow.codecs.task.TaskChanges;
import io.teamflow.codecs.task.TaskFields;
import io.teamflow.codecs.task.TaskMessages;
import io.teamflow.codecs.task.TaskPatch;
import io.teamflow.codecs.task.TaskPlace;
import io.teamflow.codecs.task.TaskStatus;
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

/** What happens to tasks is written down; what is deleted returns; many changes are one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HistoryTest {
  private Office office;
  private UUID ada;
  private UUID guest;
  private UUID stranger;
  private UUID project;

  @BeforeAll
  void open() throws Exception {
    office = new Office();
    ada = office.hire("Ada");
    guest = office.hire("Guest");
    stranger = office.hire("Stranger");
  }

  @BeforeEach
  void begin() throws Exception {
    UUID team = office.newTeam(ada);
    office.join(team, guest, "GUEST");
    project = office.newProject(ada, team);
  }

  @AfterAll
  void close() throws Exception {
    office.close();
  }

  @Test
  void eachChangeIsEnteredFromWhatToWhat() throws Exception {
    UUID label =
        office
            .ask(
                LabelMessages.CREATE,
                ada,
                new CreateLabel(Office.newId(), project, "bug", "#ff0000"))
            .id();
    Resource task = office.newTask(ada, project, "a");
    task =
        patched(
            task,
            new TaskPatch(
                new Change<>("b \"quoted\""),
                null,
                new Change<>(TaskStatus.DONE),
                null,
                null,
                null,
                new Change<>(List.of(label)),
                null));
    patched(task, Office.title("b \"quoted\""));
    office.ask(LabelMessages.DELETE, ada, new DeleteLabel(label, 1));
    assertEquals(
        List.of(
            "labels [\"%s\"] []".formatted(label),
            "labels [] [\"%s\"]".formatted(label),
            "status \"TODO\" \"DONE\"",
            "title \"a\" \"b \\\"quoted\\\"\"",
            "created null null"),
        activity(task.id()));
    ResourcePage first =
        office.ask(
            TaskMessages.LIST_ACTIVITY,
            guest,
            new ListActivity(task.id(), new PageRequest(2, null)));
    ResourcePage second =
        office.ask(
            TaskMessages.LIST_ACTIVITY,
            guest,
            new ListActivity(task.id(), new PageRequest(3, first.nextCursor())));
    assertEquals(2, Office.json(first.items()).size());
    assertEquals(3, Office.json(second.items()).size());
    assertNull(second.nextCursor());
    assertEquals(
        Code.NOT_FOUND,
        office
            .refusal(
                TaskMessages.LIST_ACTIVITY,
                stranger,
                new ListActivity(task.id(), PageRequest.first()))
            .code());
  }

  @Test
  void aDeletedTaskIsNowhereUntilItIsRestored() throws Exception {
    Resource first = office.newTask(ada, project, "first");
    Resource task = office.newTask(ada, project, "second");
    Resource last = office.newTask(ada, project, "last");
    office.ask(TaskMessages.DELETE, ada, new DeleteTask(task.id(), 1));
    office.ask(TaskMessages.DELETE, ada, new DeleteTask(task.id(), 1));
    assertEquals(List.of(first.id(), last.id()), board());
    assertEquals(
        Code.NOT_FOUND, office.refusal(TaskMessages.GET, ada, new GetTask(task.id())).code());
    assertEquals(
        Code.NOT_FOUND,
        office
            .refusal(
                TaskMessages.LIST_ACTIVITY, ada, new ListActivity(task.id(), PageRequest.first()))
            .code());
    JsonNode trash = Office.json(trash(ada).items());
    assertEquals(task.id().toString(), trash.get(0).get("task").get("id").textValue());
    assertEquals(1, trash.size());

    Resource restored = office.ask(TaskMessages.RESTORE, ada, new RestoreTask(task.id()));
    assertEquals(
        restored, office.ask(TaskMessages.RESTORE, ada, new RestoreTask(task.id())), "once");
    assertEquals(3, restored.version());
    assertEquals(List.of(first.id(), task.id(), last.id()), board());
    assertEquals("[]", trash(ada).items());
    assertEquals(
        List.of("restored null null", "deleted null null", "created null null"),
        activity(task.id()));
    List<Office.Event> story = office.story(project);
    assertEquals("task.restored", story.getLast().type());
    assertEquals(restored.json(), story.getLast().payload());
    assertEquals("task.deleted", story.get(story.size() - 2).type());
    assertEquals(
        1, story.stream().filter(e -> e.type().equals("task.deleted")).count(), "told once");
  }

  @Test
  void nothingIsPutBesideOrExactlyWhereADeletedTaskWas() throws Exception {
    Resource first = office.newTask(ada, project, "first");
    Resource gone = office.newTask(ada, project, "gone");
    Resource last = office.newTask(ada, project, "last");
    office.ask(TaskMessages.DELETE, ada, new DeleteTask(gone.id(), 1));
    assertEquals(
        Code.CONFLICT, office.refusal(TaskMessages.MOVE, ada, move(first, gone.id(), null)).code());
    assertEquals(
        Code.NOT_FOUND,
        office.refusal(TaskMessages.MOVE, ada, move(gone, first.id(), null)).code());
    Resource between = office.newTask(ada, project, "between");
    office.ask(TaskMessages.MOVE, ada, move(between, first.id(), last.id()));
    office.ask(TaskMessages.RESTORE, ada, new RestoreTask(gone.id()));
    assertEquals(List.of(first.id(), between.id(), gone.id(), last.id()), board());
  }

  private static MoveTask move(Resource task, @Nullable UUID after, @Nullable UUID before) {
    return new MoveTask(task.id(), task.version(), new TaskPlace(TaskStatus.TODO, after, before));
  }

  @Test
  void onlyMembersDeleteAndOnlyWhatTheySaw() throws Exception {
    Resource task = office.newTask(ada, project, "kept");
    int before = office.story(project).size();
    assertEquals(Code.NOT_FOUND, refusedDelete(stranger, task.id(), 1));
    assertEquals(Code.FORBIDDEN, refusedDelete(guest, task.id(), 1));
    assertEquals(Code.PRECONDITION, refusedDelete(ada, task.id(), 2));
    assertEquals(
        Code.NOT_FOUND,
        office.refusal(TaskMessages.RESTORE, stranger, new RestoreTask(task.id())).code());
    assertEquals(
        Code.NOT_FOUND,
        office
            .refusal(TaskMessages.LIST_TRASH, stranger, new ListTrash(project, PageRequest.first()))
            .code());
    assertEquals(before, office.story(project).size());
  }

  @Test
  void aTaskWithSubtasksStaysAndARestoredSubtaskFindsItsParentOrNone() throws Exception {
    Resource parent = office.newTask(ada, project, "parent");
    UUID child =
        office
            .ask(
                TaskMessages.CREATE,
                ada,
                new CreateTask(
                    Office.newId(),
                    project,
                    new TaskFields("child", null, null, null, null, null, parent.id(), null)))
            .id();
    assertEquals(Code.CONFLICT, refusedDelete(ada, parent.id(), 1));
    office.ask(TaskMessages.DELETE, ada, new DeleteTask(child, 1));
    Resource back = office.ask(TaskMessages.RESTORE, ada, new RestoreTask(child));
    assertEquals(parent.id().toString(), Office.json(back.json()).get("parent").textValue());
    office.ask(TaskMessages.DELETE, ada, new DeleteTask(child, 3));
    office.ask(TaskMessages.DELETE, ada, new DeleteTask(parent.id(), 1));
    Resource orphan = office.ask(TaskMessages.RESTORE, ada, new RestoreTask(child));
    assertTrue(Office.json(orphan.json()).get("parent").isNull());
  }

  @Test
  void theTrashHasPagesAndForgetsAfterThirtyDays() throws Exception {
    List<UUID> deleted = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      UUID task = office.newTask(ada, project, "t" + i).id();
      office.ask(TaskMessages.DELETE, ada, new DeleteTask(task, 1));
      deleted.addFirst(task);
    }
    office.database.execute(
        "UPDATE task SET deleted_at = now() - interval '31 days' WHERE id = '%s'"
            .formatted(deleted.getLast()));
    List<UUID> seen = new ArrayList<>();
    String cursor = null;
    do {
      ResourcePage page =
          office.ask(
              TaskMessages.LIST_TRASH, guest, new ListTrash(project, new PageRequest(2, cursor)));
      for (JsonNode item : Office.json(page.items())) {
        seen.add(UUID.fromString(item.get("task").get("id").textValue()));
      }
      cursor = page.nextCursor();
    } while (cursor != null);
    assertEquals(deleted.subList(0, 4), seen);
    assertEquals(
        Code.NOT_FOUND,
        office.refusal(TaskMessages.RESTORE, ada, new RestoreTask(deleted.getLast())).code());
    assertEquals(
        List.of("1"),
        office.select("SELECT purge_trash(500)"),
        "the one that nobody can restore any more");
    assertEquals(List.of("0"), office.select("SELECT purge_trash(500)"));
  }

  @Test
  void severalChangesAreMadeTogetherAndInOrder() throws Exception {
    Resource a = office.newTask(ada, project, "a");
    Resource b = office.newTask(ada, project, "b");
    ResourcePage changed = patchAll(ada, done(b, 1), done(a, 1));
    JsonNode items = Office.json(changed.items());
    assertEquals(b.id().toString(), items.get(0).get("id").textValue());
    assertEquals(a.id().toString(), items.get(1).get("id").textValue());
    List<Office.Event> story = office.story(project);
    assertEquals(items.get(1), Office.json(story.getLast().payload()));
    assertEquals(List.of(b.id(), a.id()), board());
    assertTrue(
        office.published.stream().anyMatch(e -> e.payload().equals(story.getLast().payload())));
  }

  @Test
  void oneChangeThatCannotBeMadeUndoesAll() throws Exception {
    Resource a = office.newTask(ada, project, "a");
    Resource b = office.newTask(ada, project, "b");
    UUID elsewhere = office.newTask(ada, office.newProject(ada), "elsewhere").id();
    int before = office.story(project).size();
    Failure failure =
        office.refusal(
            TaskMessages.PATCH_ALL,
            ada,
            new PatchTasks(
                project,
                new TaskChanges(
                    List.of(
                        done(a, 1),
                        done(b, 7),
                        new TaskChanges.Item(elsewhere, 1, Office.title("x"))))));
    assertEquals(Code.CONFLICT, failure.code());
    assertEquals(
        List.of("/changes/1", "/changes/2"),
        failure.violations().stream().map(Violation::pointer).toList());
    assertEquals(before, office.story(project).size());
    assertEquals(List.of(a.id(), b.id()), board());
    assertEquals(a, office.ask(TaskMessages.GET, ada, new GetTask(a.id())));
    assertEquals(
        Code.NOT_FOUND,
        office
            .refusal(
                TaskMessages.PATCH_ALL,
                stranger,
                new PatchTasks(project, new TaskChanges(List.of(done(a, 1)))))
            .code());
    assertNotNull(patchAll(ada, done(a, 1)), "the connection is as good as before");
  }

  private static TaskChanges.Item done(Resource task, long version) {
    return new TaskChanges.Item(
        task.id(),
        version,
        new TaskPatch(null, null, new Change<>(TaskStatus.DONE), null, null, null, null, null));
  }

  private ResourcePage patchAll(UUID user, TaskChanges.Item... changes) throws Exception {
    return office.ask(
        TaskMessages.PATCH_ALL, user, new PatchTasks(project, new TaskChanges(List.of(changes))));
  }

  private Code refusedDelete(UUID user, UUID task, long version) {
    return office.refusal(TaskMessages.DELETE, user, new DeleteTask(task, version)).code();
  }

  private Resource patched(Resource task, TaskPatch patch) throws Exception {
    return office.patch(ada, task, patch).await(10, TimeUnit.SECONDS);
  }

  private ResourcePage trash(UUID user) throws Exception {
    return office.ask(TaskMessages.LIST_TRASH, user, new ListTrash(project, PageRequest.first()));
  }

  private List<UUID> board() throws Exception {
    ResourcePage page =
        office.ask(TaskMessages.LIST, ada, new ListTasks(project, PageRequest.first(), List.of()));
    List<UUID> ids = new ArrayList<>();
    Office.json(page.items()).forEach(item -> ids.add(UUID.fromString(item.get("id").textValue())));
    return ids;
  }

  private List<String> activity(UUID task) throws Exception {
    List<String> entries = new ArrayList<>();
    ResourcePage page =
        office.ask(
            TaskMessages.LIST_ACTIVITY, ada, new ListActivity(task, new PageRequest(200, null)));
    for (JsonNode entry : Office.json(page.items())) {
      assertEquals(ada.toString(), entry.get("actor").textValue());
      assertFalse(entry.get("at").textValue().isEmpty());
      entries.add(
          entry.get("field").textValue() + " " + entry.get("before") + " " + entry.get("after"));
    }
    return entries;
  }
}
