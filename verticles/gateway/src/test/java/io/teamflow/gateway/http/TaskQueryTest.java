package io.teamflow.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.bus.PageRequest;
import io.teamflow.codecs.bus.Violation;
import io.teamflow.codecs.task.ListTasks;
import io.teamflow.codecs.task.TaskFilter;
import io.teamflow.codecs.task.TaskOrder;
import io.teamflow.codecs.task.TaskPriority;
import io.teamflow.codecs.task.TaskStatus;
import io.vertx.core.MultiMap;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskQueryTest {
  private static final UUID ADA = UUID.randomUUID();
  private static final UUID BEN = UUID.randomUUID();

  @Test
  void withoutParametersItIsTheBoard() {
    assertEquals(TaskFilter.ALL, query().filter());
    assertEquals(TaskOrder.BOARD, query().order());
  }

  @Test
  void everyFilterIsRead() {
    UUID label = UUID.randomUUID();
    assertEquals(
        new TaskFilter(
            List.of(TaskStatus.TODO, TaskStatus.DONE),
            List.of(ADA, BEN),
            List.of(label),
            List.of(TaskPriority.HIGH),
            Instant.parse("2027-01-01T00:00:00Z"),
            Instant.parse("2027-02-01T00:00:00Z"),
            "green, ink"),
        query(
                "status", "DONE,TODO",
                "assignee", "me," + BEN,
                "label", label.toString(),
                "priority", "HIGH",
                "deadlineFrom", "2027-01-01T01:00:00+01:00",
                "deadlineTo", "2027-02-01T00:00:00Z",
                "q", "green, ink")
            .filter());
  }

  @ParameterizedTest
  @CsvSource({
    "board,, BOARD, false",
    "board, asc, BOARD, false",
    "number,, NUMBER, false",
    "number, desc, NUMBER, true",
    "updated,, UPDATED, true",
    "updated, asc, UPDATED, false",
    "deadline,, DEADLINE, false",
    "priority,, PRIORITY, true"
  })
  void everyOrderIsRead(String sort, String order, TaskOrder.Key key, boolean descending) {
    TaskQuery query = order == null ? query("sort", sort) : query("sort", sort, "order", order);
    assertEquals(new TaskOrder(key, descending), query.order());
  }

  @Test
  void meIsAnotherListForEverybody() {
    UUID project = UUID.randomUUID();
    MultiMap mine = parameters("assignee", "me");
    assertNotEquals(
        list(project, new TaskQuery(mine, ADA)), list(project, new TaskQuery(mine, BEN)));
    assertEquals(
        list(project, new TaskQuery(mine, ADA)), list(project, query("assignee", ADA + "")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "state; TODO; status, assignee, label",
        "status; todo; TODO, IN_PROGRESS, DONE",
        "status; ''; TODO, IN_PROGRESS, DONE",
        "status; TODO,; TODO, IN_PROGRESS, DONE",
        "assignee; you; me or ids",
        "label; 1-1-1-1-1; ids of labels",
        "priority; HIGHEST; LOW, MEDIUM, HIGH, URGENT",
        "deadlineFrom; tomorrow; 2027-01-31T09:00:00Z",
        "deadlineTo; 2027-01-01; 2027-01-31T09:00:00Z",
        "q; ' '; blank",
        "sort; rank; board, number, updated, deadline, priority",
        "order; down; asc, desc",
        "order; desc; board"
      })
  void whatCannotBeAskedForIsRefusedWithWhatCan(String name, String value, String told) {
    Failure refused =
        assertThrows(
            Failure.class,
            () -> {
              TaskQuery query = query(name, value);
              list(UUID.randomUUID(), query);
            });
    Violation violation = refused.violations().getFirst();
    assertEquals("/" + name, violation.pointer());
    assertTrue(violation.detail().contains(told), violation.detail());
  }

  @Test
  void aParameterIsThereOnce() {
    assertThrows(Failure.class, () -> query("status", "TODO", "status", "DONE"));
  }

  private static String list(UUID project, TaskQuery query) {
    return new ListTasks(project, PageRequest.first(), null, query.filter(), query.order()).query();
  }

  private static TaskQuery query(String... parameters) {
    return new TaskQuery(parameters(parameters), ADA);
  }

  private static MultiMap parameters(String... parameters) {
    MultiMap map = MultiMap.caseInsensitiveMultiMap();
    for (int i = 0; i < parameters.length; i += 2) {
      map.add(parameters[i], parameters[i + 1]);
    }
    return map;
  }
}
