package io.teamflow.gateway.http;

import io.teamflow.codecs.bus.Validation;
import io.teamflow.codecs.task.TaskFilter;
import io.teamflow.codecs.task.TaskOrder;
import io.teamflow.codecs.task.TaskPriority;
import io.teamflow.codecs.task.TaskStatus;
import io.vertx.core.MultiMap;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the query parameters of a task list ask for. Unknown ones are refused: a misspelt filter
 * would otherwise let everything through.
 */
final class TaskQuery {
  private static final List<String> KNOWN =
      List.of(
          "status",
          "assignee",
          "label",
          "priority",
          "deadlineFrom",
          "deadlineTo",
          "q",
          "sort",
          "order",
          "limit",
          "cursor");

  private final MultiMap parameters;
  private final UUID me;
  private final Validation check = Validation.check();

  /**
   * @param parameters decoded
   * @param me whom {@code me} means
   * @throws io.teamflow.codecs.bus.Failure INVALID when a parameter is unknown, or there twice
   */
  TaskQuery(MultiMap parameters, UUID me) {
    this.parameters = parameters;
    this.me = me;
    for (String name : parameters.names()) {
      if (!KNOWN.contains(name)) {
        check.violation("/" + name, "is not known here, only " + String.join(", ", KNOWN));
      } else if (parameters.getAll(name).size() > 1) {
        check.violation("/" + name, "must be there once; several values have commas between them");
      }
    }
    check.done();
  }

  /**
   * Which tasks.
   *
   * @throws io.teamflow.codecs.bus.Failure INVALID
   */
  TaskFilter filter() {
    List<TaskStatus> statuses =
        several("status", TaskStatus::valueOf, "must be of " + names(TaskStatus.values()));
    List<UUID> assignees = several("assignee", this::person, "must be me or ids of people");
    List<UUID> labels = several("label", TaskQuery::id, "must be ids of labels");
    List<TaskPriority> priorities =
        several("priority", TaskPriority::valueOf, "must be of " + names(TaskPriority.values()));
    Instant from = time("deadlineFrom");
    Instant to = time("deadlineTo");
    check.done();
    return new TaskFilter(statuses, assignees, labels, priorities, from, to, parameters.get("q"));
  }

  /**
   * In which order. What changed last, and what is most urgent, comes first unless asked otherwise.
   *
   * @throws io.teamflow.codecs.bus.Failure INVALID
   */
  TaskOrder order() {
    TaskOrder.Key key = oneOf("sort", TaskOrder.Key.values(), TaskOrder.Key.BOARD, Enum::name);
    boolean downwards = key == TaskOrder.Key.UPDATED || key == TaskOrder.Key.PRIORITY;
    boolean descending =
        oneOf("order", new Boolean[] {false, true}, downwards, desc -> desc ? "desc" : "asc");
    check.done();
    return new TaskOrder(key, descending);
  }

  private <T> T oneOf(String name, T[] values, T absent, Function<T, String> spelling) {
    String given = parameters.get(name);
    if (given == null) {
      return absent;
    }
    List<String> allowed =
        Arrays.stream(values).map(v -> spelling.apply(v).toLowerCase(Locale.ROOT)).toList();
    if (!allowed.contains(given)) {
      check.violation("/" + name, "must be one of " + String.join(", ", allowed));
      return absent;
    }
    return values[allowed.indexOf(given)];
  }

  private <T> @Nullable List<T> several(String name, Function<String, T> read, String rule) {
    String given = parameters.get(name);
    if (given == null) {
      return null;
    }
    List<T> values = new ArrayList<>();
    try {
      for (String one : given.split(",", -1)) {
        values.add(read.apply(one));
      }
    } catch (IllegalArgumentException _) {
      check.violation("/" + name, rule + ", with commas between them");
    }
    return values;
  }

  private UUID person(String text) {
    return text.equals("me") ? me : id(text);
  }

  private static UUID id(String text) {
    if (text.length() != 36) {
      throw new IllegalArgumentException(text);
    }
    return UUID.fromString(text);
  }

  private @Nullable Instant time(String name) {
    String given = parameters.get(name);
    if (given == null) {
      return null;
    }
    try {
      OffsetDateTime time = OffsetDateTime.parse(given);
      if (time.getYear() >= 1970 && time.getYear() <= 9999) {
        return time.toInstant();
      }
    } catch (DateTimeException _) {
      // answered below, like a year out of bounds
    }
    check.violation("/" + name, "must be a time such as 2027-01-31T09:00:00Z");
    return null;
  }

  private static String names(Enum<?>[] values) {
    return Arrays.stream(values).map(Enum::name).collect(Collectors.joining(", "));
  }
}
