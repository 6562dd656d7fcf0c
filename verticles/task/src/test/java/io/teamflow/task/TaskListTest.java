package io.teamflow.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.teamflow.codecs.bus.Failure.Code;
import io.teamflow.codecs.bus.PageRequest;
import io.teamflow.codecs.bus.ResourcePage;
import io.teamflow.codecs.task.ListTasks;
import io.teamflow.codecs.task.TaskMessages;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Which task lists are read again, and which are not. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TaskListTest {
  private Office office;
  private UUID ada;
  private UUID project;

  @BeforeAll
  void open() throws Exception {
    office = new Office();
    ada = office.hire("Ada");
  }

  @BeforeEach
  void newProject() throws Exception {
    project = office.newProject(ada);
    office.newTask(ada, project, "Draw");
  }

  @AfterAll
  void close() throws Exception {
    office.close();
  }

  @Test
  void whoHasTheListIsToldSo() throws Exception {
    ResourcePage first = list();
    ResourcePage again = list(tag(first), "another");
    assertTrue(again.unchanged());
    assertEquals(tag(first), tag(again));
    assertEquals(first.position(), again.position());
    assertFalse(list("another").unchanged());
  }

  @Test
  void aChangeGivesAnotherList() throws Exception {
    ResourcePage before = list();
    office.newTask(ada, project, "Write");
    ResourcePage after = list(tag(before));
    assertFalse(after.unchanged());
    assertNotEquals(tag(before), tag(after));
    assertEquals(2, Office.json(after.items()).size());
  }

  @Test
  void chatEvictsNothingThoughThePositionMovesOn() throws Exception {
    ResourcePage before = list();
    office.database.execute("SELECT advance('%s', 5, false)".formatted(project));
    ResourcePage after = list(tag(before));
    assertTrue(after.unchanged());
    assertEquals(seq(before) + 5, seq(after));
    assertEquals(seq(after), seq(list()));
    assertEquals(before.items(), list().items());
  }

  @Test
  void aListThatIsAtHandIsNotReadAgain() throws Exception {
    ResourcePage before = list();
    office.database.execute(
        "UPDATE task SET title = 'by nobody' WHERE project_id = '%s'".formatted(project));
    assertEquals(before, list());
    office.newTask(ada, project, "Write");
    assertTrue(list().items().contains("by nobody"));
  }

  @Test
  void anotherPageIsAnotherList() throws Exception {
    office.newTask(ada, project, "Write");
    ResourcePage whole = list();
    ResourcePage half = list(new ListTasks(project, new PageRequest(1, null)));
    ResourcePage rest = list(new ListTasks(project, new PageRequest(1, half.nextCursor())));
    assertEquals(3, List.of(tag(whole), tag(half), tag(rest)).stream().distinct().count());
    assertNotEquals(half.items(), rest.items());
  }

  @Test
  void toKnowTheTagOpensNothing() throws Exception {
    String tag = tag(list());
    UUID stranger = office.hire("Eve");
    ListTasks query = new ListTasks(project, PageRequest.first(), List.of(tag));
    assertEquals(Code.NOT_FOUND, office.refusal(TaskMessages.LIST, stranger, query).code());
  }

  private ResourcePage list(String... known) throws Exception {
    return list(new ListTasks(project, PageRequest.first(), List.of(known)));
  }

  private ResourcePage list(ListTasks query) throws Exception {
    return office.ask(TaskMessages.LIST, ada, query);
  }

  private static String tag(ResourcePage page) {
    return Objects.requireNonNull(page.etag());
  }

  private static long seq(ResourcePage page) {
    return Objects.requireNonNull(page.position()).seq();
  }
}
