package io.teamflow.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.teamflow.codecs.bus.Change;
import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.bus.PageRequest;
import io.teamflow.codecs.bus.Resource;
import io.teamflow.codecs.bus.ResourcePage;
import io.teamflow.codecs.task.CreateTask;
import io.teamflow.codecs.task.ListSubtasks;
import io.teamflow.codecs.task.PatchTask;
import io.teamflow.codecs.task.RelationMessages;
import io.teamflow.codecs.task.TaskFields;
import io.teamflow.codecs.task.TaskMessages;
import io.teamflow.codecs.task.TaskPatch;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SubtaskTest {
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
  void aSubtaskNamesItsParentUntilItIsTakenOut() throws Exception {
    UUID project = office.newProject(ada);
    Resource parent = office.newTask(ada, project, "parent");
    Resource child = office.ask(TaskMessages.CREATE, ada, below(parent.id(), project));
    assertEquals(parent.id().toString(), parentOf(child).textValue());
    Resource freed = office.patch(ada, child, under(null)).await();
    assertTrue(parentOf(freed).isNull());
    assertEquals(freed.json(), office.story(project).getLast().payload());
    Resource back = office.patch(ada, freed, under(parent.id())).await();
    assertEquals(parent.id().toString(), parentOf(back).textValue());
  }

  @Test
  void subtasksAreOneLevelDeepAndOfOneProject() throws Exception {
    UUID project = office.newProject(ada);
    Resource parent = office.newTask(ada, project, "parent");
    Resource child = office.ask(TaskMessages.CREATE, ada, below(parent.id(), project));
    Resource single = office.newTask(ada, project, "single");
    UUID elsewhere = office.newTask(ada, office.newProject(ada), "elsewhere").id();
    int before = office.story(project).size();
    for (UUID wrong : new UUID[] {child.id(), elsewhere, UUID.randomUUID()}) {
      refuses(office.refusal(TaskMessages.CREATE, ada, below(wrong, project)));
      refuses(office.refusal(TaskMessages.PATCH, ada, moveUnder(wrong, single)));
    }
    refuses(office.refusal(TaskMessages.PATCH, ada, moveUnder(single.id(), single)));
    refuses(office.refusal(TaskMessages.PATCH, ada, moveUnder(single.id(), parent)));
    assertEquals(before, office.story(project).size());
  }

  @Test
  void subtasksAreListedInTheOrderOfTheirNumbers() throws Exception {
    UUID project = office.newProject(ada);
    Resource parent = office.newTask(ada, project, "parent");
    List<String> created = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      created.add(office.ask(TaskMessages.CREATE, ada, below(parent.id(), project)).json());
      office.newTask(ada, project, "no child");
    }
    List<String> listed = new ArrayList<>();
    String cursor = null;
    do {
      ResourcePage page =
          office.ask(
              RelationMessages.LIST_SUBTASKS,
              ada,
              new ListSubtasks(parent.id(), new PageRequest(2, cursor)));
      Office.json(page.items()).forEach(task -> listed.add(task.toString()));
      assertEquals(11, page.position() == null ? -1 : page.position().seq());
      cursor = page.nextCursor();
    } while (cursor != null);
    assertEquals(created.stream().map(task -> Office.json(task).toString()).toList(), listed);
    assertEquals(
        Failure.Code.NOT_FOUND,
        office
            .refusal(
                RelationMessages.LIST_SUBTASKS,
                office.hire("Stranger"),
                new ListSubtasks(parent.id(), PageRequest.first()))
            .code());
  }

  private static void refuses(Failure failure) {
    assertEquals(Failure.Code.INVALID, failure.code());
    assertEquals("/parent", failure.violations().getFirst().pointer());
  }

  private static CreateTask below(UUID parent, UUID project) {
    return new CreateTask(
        Office.newId(),
        project,
        new TaskFields("child", null, null, null, null, null, parent, null));
  }

  private static PatchTask moveUnder(UUID parent, Resource task) {
    return new PatchTask(task.id(), task.version(), under(parent));
  }

  private static TaskPatch under(@Nullable UUID parent) {
    return new TaskPatch(null, null, null, null, null, null, null, new Change<>(parent));
  }

  private static JsonNode parentOf(Resource task) {
    return Office.json(task.json()).get("parent");
  }
}
