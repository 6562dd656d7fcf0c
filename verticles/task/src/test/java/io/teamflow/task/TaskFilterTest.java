package io.teamflow.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.bus.Failure.Code;
import io.teamflow.codecs.bus.PageRequest;
import io.teamflow.codecs.bus.Resource;
import io.teamflow.codecs.bus.ResourcePage;
import io.teamflow.codecs.task.CreateLabel;
import io.teamflow.codecs.task.CreateTask;
import io.teamflow.codecs.task.DeleteTask;
import io.teamflow.codecs.task.LabelMessages;
import io.teamflow.codecs.task.ListTasks;
import io.teamflow.codecs.task.MoveTask;
import io.teamflow.codecs.task.TaskFields;
import io.teamflow.codecs.task.TaskFilter;
import io.teamflow.codecs.task.TaskMessages;
import io.teamflow.codecs.task.TaskOrder;
import io.teamflow.codecs.task.TaskPlace;
import io.teamflow.codecs.task.TaskPriority;
import io.teamflow.codecs.task.TaskStatus;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Which tasks a list holds, and in which order. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TaskFilterTest {
  private static final Instant MARCH = Instant.parse("2027-03-01T00:00:00.000001Z");
  private static final Instant APRIL = Instant.parse("2027-04-01T00:00:00Z");

  private final Map<String, UUID> tasks = new HashMap<>();
  private Office office;
  private UUID ada;
  private UUID ben;
  private UUID project;
  private UUID bug;
  private UUID idea;

  /** Six tasks that nobody changes any more, and one in the trash that no list shows. */
  @BeforeAll
  void plan() throws Exception {
    office = new Office();
    ada = office.hire("Ada");
    ben = office.hire("Ben");
    UUID team = office.newTeam(ada);
    office.join(team, ben, "MEMBER");
    project = office.newProject(ada, team);
    bug = label("bug");
    idea = label("idea");
    create("a", "Buy green ink", TaskPriority.LOW, APRIL, List.of(ada), List.of(bug));
    create("b", "Paint it blue", TaskPriority.URGENT, null, List.of(ben), List.of(bug, idea));
    create("c", "The ink is green", TaskPriority.URGENT, MARCH, List.of(ada, ben), List.of());
    create("d", "", TaskPriority.MEDIUM, MARCH, List.of(), List.of(idea));
    create("e", "O'Neill & 漢字 naïve", TaskPriority.HIGH, APRIL, List.of(), List.of());
    create("f", "50% off; it's \\ \"all\"", TaskPriority.MEDIUM, null, List.of(), List.of());
    create("g", "green ink, blue", TaskPriority.HIGH, MARCH, List.of(ada, ben), List.of(bug, idea));
    UUID trashed = Objects.requireNonNull(tasks.get("g"));
    office.ask(TaskMessages.DELETE, ada, new DeleteTask(trashed, 1));
    move("b", TaskStatus.DONE);
    move("a", TaskStatus.IN_PROGRESS);
    move("e", TaskStatus.DONE);
  }

  @AfterAll
  void close() throws Exception {
    office.close();
  }

  @Test
  void aFilterLetsThroughWhatHasAnyOfItsValues() throws Exception {
    assertEquals("c d f a b e", titles(TaskFilter.ALL));
    assertEquals("b e", titles(status(TaskStatus.DONE)));
    assertEquals("c d f b e", titles(status(TaskStatus.DONE, TaskStatus.TODO)));
    assertEquals("c a", titles(assignee(ada)));
    assertEquals("c a b", titles(assignee(ada, ben)));
    assertEquals("a b", titles(label(bug, null)));
    assertEquals("d a b", titles(label(bug, idea)));
    assertEquals(
        "c b e",
        titles(
            new TaskFilter(
                null,
                null,
                null,
                List.of(TaskPriority.HIGH, TaskPriority.URGENT),
                null,
                null,
                null)));
    assertEquals("", titles(assignee(office.hire("Eve"))));
  }

  @Test
  void deadlinesCountWithBothEndsAndWithoutThoseWhoHaveNone() throws Exception {
    assertEquals("c d", titles(deadline(MARCH, MARCH)));
    assertEquals("c d a e", titles(deadline(MARCH, APRIL)));
    assertEquals("a e", titles(deadline(MARCH.plusNanos(1_000), null)));
    assertEquals("c d", titles(deadline(null, APRIL.minusNanos(1_000))));
    assertThrows(Failure.class, () -> deadline(APRIL, MARCH));
  }

  @Test
  void aTaskMustPassEveryFilter() throws Exception {
    assertEquals(
        "c",
        titles(
            new TaskFilter(
                List.of(TaskStatus.TODO),
                List.of(ada),
                null,
                List.of(TaskPriority.URGENT),
                MARCH,
                MARCH,
                "ink")));
    assertEquals(
        "",
        titles(
            new TaskFilter(List.of(TaskStatus.DONE), List.of(ada), null, null, null, null, null)));
  }

  @Test
  void wordsAreFoundInTitleAndDescription() throws Exception {
    assertEquals("c a", titles(words("GREEN ink")));
    assertEquals("a", titles(words("\"green ink\"")));
    assertEquals("c", titles(words("ink -buy")));
    assertEquals("c a b", titles(words("ink or blue")));
    assertEquals("b", titles(words("b paint"))); // one in the title, one in the description
    assertEquals("e", titles(words("漢字")));
    assertEquals("e", titles(words("o'neill")));
  }

  @Test
  void anyTextIsSafeToSearchFor() throws Exception {
    for (String text :
        List.of(
            "'; DROP TABLE task; --",
            "%",
            "\\",
            "\"",
            "\"unclosed",
            "z & | ! ( ) <-> :*",
            "or or - -",
            "😀",
            "{place} {words} $13",
            "x".repeat(200))) {
      assertEquals("", titles(words(text)), text);
    }
    assertThrows(Failure.class, () -> words("nul\u0000"));
    assertThrows(Failure.class, () -> words("x".repeat(201)));
    assertThrows(Failure.class, () -> words(" "));
  }

  @Test
  void wordsAreFoundByTheirIndex() throws Exception {
    String search = "SELECT FROM task t WHERE " + TaskCondition.WORDS.sql("'ink'");
    StringBuilder plan = new StringBuilder();
    try (var connection = office.database.connect();
        var statement = connection.createStatement()) {
      statement.execute("SET enable_seqscan = off");
      ResultSet rows = statement.executeQuery("EXPLAIN " + search);
      while (rows.next()) {
        plan.append(rows.getString(1));
      }
    }
    assertTrue(plan.toString().contains("task_words"), plan.toString());
  }

  @Test
  void aPageOfALargeProjectIsReadWithoutTheRestOfIt() throws Exception {
    UUID large = office.newProject(ada);
    office.database.execute(
        """
        INSERT INTO task (id, project_id, number, title, description, status, priority, assignees,
                          labels, rank)
        SELECT gen_random_uuid(), '%s', n, 'T', '', 'TODO', 'LOW', '{}', '{}', 'b' || n || 'V'
          FROM generate_series(100000, 103000) n;
        ANALYZE task;
        """
            .formatted(large));
    List<String> steps =
        office.database.explain(
            TaskListSql.page(TaskOrder.BOARD, 50, EnumSet.noneOf(TaskCondition.class)),
            "'" + ada + "'",
            "'" + large + "'",
            "0",
            "''",
            "'list'");
    assertTrue(
        steps.stream().anyMatch(s -> s.contains("task_rank") && s.contains("rows=51")),
        String.join("\n", steps));
  }

  @Test
  void everyOrderGoesBothWaysInPagesOfAnySize() throws Exception {
    Map<TaskOrder, String> expected = new HashMap<>();
    expected.put(TaskOrder.BOARD, "c d f a b e");
    expected.put(new TaskOrder(TaskOrder.Key.NUMBER, false), "a b c d e f");
    expected.put(new TaskOrder(TaskOrder.Key.NUMBER, true), "f e d c b a");
    expected.put(new TaskOrder(TaskOrder.Key.UPDATED, false), "c d f b a e");
    expected.put(new TaskOrder(TaskOrder.Key.UPDATED, true), "e a b f d c");
    expected.put(new TaskOrder(TaskOrder.Key.DEADLINE, false), "c d a e b f");
    expected.put(new TaskOrder(TaskOrder.Key.DEADLINE, true), "e a d c f b");
    expected.put(new TaskOrder(TaskOrder.Key.PRIORITY, false), "a d f e b c");
    expected.put(new TaskOrder(TaskOrder.Key.PRIORITY, true), "c b e f d a");
    for (Map.Entry<TaskOrder, String> order : expected.entrySet()) {
      for (int limit : new int[] {1, 2, 5, 6, 200}) {
        assertEquals(
            order.getValue(), titles(TaskFilter.ALL, order.getKey(), limit), order.toString());
      }
    }
    assertThrows(Failure.class, () -> new TaskOrder(TaskOrder.Key.BOARD, true));
  }

  @Test
  void aCursorGoesOnWithTheListItIsOfAndNoOther() throws Exception {
    TaskOrder number = new TaskOrder(TaskOrder.Key.NUMBER, false);
    String cursor = Objects.requireNonNull(page(TaskFilter.ALL, number, 2, null).nextCursor());
    assertEquals("c", titlesOf(page(TaskFilter.ALL, number, 1, cursor)));
    for (ListTasks other :
        List.of(
            list(TaskFilter.ALL, new TaskOrder(TaskOrder.Key.NUMBER, true), cursor),
            list(TaskFilter.ALL, TaskOrder.BOARD, cursor),
            list(status(TaskStatus.TODO), number, cursor),
            list(words("ink"), number, cursor),
            new ListTasks(office.newProject(ada), new PageRequest(2, cursor), null, null, number),
            list(TaskFilter.ALL, number, cursor + "AA"),
            list(TaskFilter.ALL, number, Pages.encode("1:2")))) {
      assertEquals(Code.INVALID, office.refusal(TaskMessages.LIST, ada, other).code());
    }
    String forged = Pages.decode(cursor).replaceAll(":[^:]*$", ":99999999999");
    assertEquals(
        Code.INVALID,
        office
            .refusal(TaskMessages.LIST, ada, list(TaskFilter.ALL, number, Pages.encode(forged)))
            .code());
  }

  @Test
  void twoListsNeverAnswerForEachOther() throws Exception {
    List<ListTasks> lists = new ArrayList<>();
    for (TaskFilter filter :
        List.of(
            TaskFilter.ALL,
            status(TaskStatus.TODO),
            assignee(ada),
            assignee(ben),
            label(bug, null),
            deadline(MARCH, null),
            deadline(null, MARCH),
            words("null"),
            words("ink"),
            words("ink] " + TaskOrder.BOARD))) {
      lists.add(list(filter, TaskOrder.BOARD, null));
      lists.add(list(filter, new TaskOrder(TaskOrder.Key.NUMBER, false), null));
    }
    Set<String> tags = new HashSet<>();
    for (ListTasks list : lists) {
      tags.add(Objects.requireNonNull(office.ask(TaskMessages.LIST, ada, list).etag()));
    }
    assertEquals(lists.size(), tags.size());
    for (ListTasks list : lists) {
      String own = Objects.requireNonNull(office.ask(TaskMessages.LIST, ada, list).etag());
      Set<String> others = new HashSet<>(tags);
      others.remove(own);
      ListTasks withOthers =
          new ListTasks(project, list.page(), List.copyOf(others), list.filtered(), list.ordered());
      assertFalse(office.ask(TaskMessages.LIST, ada, withOthers).unchanged(), list.toString());
      assertEquals(
          own, office.ask(TaskMessages.LIST, ben, list).etag(), "nothing of it is the caller's");
    }
  }

  @Test
  void oneListHasOneNameHoweverItIsSpelt() throws Exception {
    assertEquals(
        page(status(TaskStatus.DONE, TaskStatus.TODO), TaskOrder.BOARD, 5, null),
        page(status(TaskStatus.TODO, TaskStatus.DONE, TaskStatus.DONE), TaskOrder.BOARD, 5, null));
    assertEquals(
        office.ask(TaskMessages.LIST, ada, new ListTasks(project, PageRequest.first())),
        office.ask(TaskMessages.LIST, ada, list(TaskFilter.ALL, TaskOrder.BOARD, null)));
  }

  private UUID label(String name) throws Exception {
    return office
        .ask(LabelMessages.CREATE, ada, new CreateLabel(Office.newId(), project, name, "#000000"))
        .id();
  }

  private void create(
      String title,
      String description,
      TaskPriority priority,
      @Nullable Instant deadline,
      List<UUID> assignees,
      List<UUID> labels)
      throws Exception {
    TaskFields fields =
        new TaskFields(title, description, priority, deadline, assignees, labels, null, null);
    CreateTask create = new CreateTask(Office.newId(), project, fields);
    tasks.put(title, office.ask(TaskMessages.CREATE, ada, create).id());
  }

  private void move(String title, TaskStatus status) throws Exception {
    UUID task = Objects.requireNonNull(tasks.get(title));
    Resource moved =
        office.ask(
            TaskMessages.MOVE, ada, new MoveTask(task, 1, new TaskPlace(status, null, null)));
    assertEquals(2, moved.version());
  }

  private static TaskFilter status(TaskStatus... statuses) {
    return new TaskFilter(List.of(statuses), null, null, null, null, null, null);
  }

  private static TaskFilter assignee(UUID... people) {
    return new TaskFilter(null, List.of(people), null, null, null, null, null);
  }

  private static TaskFilter label(UUID one, @Nullable UUID another) {
    List<UUID> labels = another == null ? List.of(one) : List.of(one, another);
    return new TaskFilter(null, null, labels, null, null, null, null);
  }

  private static TaskFilter deadline(@Nullable Instant from, @Nullable Instant to) {
    return new TaskFilter(null, null, null, null, from, to, null);
  }

  private static TaskFilter words(String words) {
    return new TaskFilter(null, null, null, null, null, null, words);
  }

  private ListTasks list(TaskFilter filter, TaskOrder order, @Nullable String cursor) {
    return new ListTasks(project, new PageRequest(50, cursor), null, filter, order);
  }

  private String titles(TaskFilter filter) throws Exception {
    return titles(filter, TaskOrder.BOARD, 50);
  }

  /** The titles of all pages of a list. */
  private String titles(TaskFilter filter, TaskOrder order, int limit) throws Exception {
    List<String> titles = new ArrayList<>();
    String cursor = null;
    do {
      ResourcePage page = page(filter, order, limit, cursor);
      titles.add(titlesOf(page));
      cursor = page.nextCursor();
    } while (cursor != null);
    return String.join(" ", titles);
  }

  private ResourcePage page(TaskFilter filter, TaskOrder order, int limit, @Nullable String cursor)
      throws Exception {
    PageRequest page = new PageRequest(limit, cursor);
    return office.ask(TaskMessages.LIST, ada, new ListTasks(project, page, null, filter, order));
  }

  private static String titlesOf(ResourcePage page) {
    List<String> titles = new ArrayList<>();
    Office.json(page.items()).forEach(task -> titles.add(task.get("title").asText()));
    return String.join(" ", titles);
  }
}
