package io.teamflow.task;

import io.teamflow.codecs.task.TaskFilter;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a {@link TaskFilter} may ask of a task, in SQL. */
enum TaskCondition {
  STATUS("t.status = ANY (?::text[])"),
  ASSIGNEE("t.assignees && ?::uuid[]"),
  LABEL("t.labels && ?::uuid[]"),
  PRIORITY("t.priority = ANY (?::text[])"),
  DEADLINE_FROM("t.deadline >= ?::timestamptz"),
  DEADLINE_TO("t.deadline <= ?::timestamptz"),
  /** The expression is that of the index. */
  WORDS(
      "to_tsvector('simple', t.title || ' ' || t.description)"
          + " @@ websearch_to_tsquery('simple', ?::text)");

  private final String sql;

  TaskCondition(String sql) {
    this.sql = sql;
  }

  /** The condition, with its parameter by this name. */
  String sql(String parameter) {
    return sql.replace("?", parameter);
  }

  /** Its parameter, or null where the filter does not ask it. */
  @Nullable Object value(TaskFilter filter) {
    return switch (this) {
      case STATUS -> names(filter.statuses());
      case ASSIGNEE -> ids(filter.assignees());
      case LABEL -> ids(filter.labels());
      case PRIORITY -> names(filter.priorities());
      case DEADLINE_FROM -> atUtc(filter.deadlineFrom());
      case DEADLINE_TO -> atUtc(filter.deadlineTo());
      case WORDS -> filter.words();
    };
  }

  private static String @Nullable [] names(@Nullable List<? extends Enum<?>> values) {
    return values == null ? null : values.stream().map(Enum::name).toArray(String[]::new);
  }

  private static UUID @Nullable [] ids(@Nullable List<UUID> ids) {
    return ids == null ? null : ids.toArray(UUID[]::new);
  }

  private static @Nullable OffsetDateTime atUtc(@Nullable Instant instant) {
    return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
  }
}
