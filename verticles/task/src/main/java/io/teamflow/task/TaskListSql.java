package io.teamflow.task;

import io.teamflow.codecs.task.TaskOrder;
import java.util.Set;

/**
 * The statements of {@link PgTaskListStore}. Only what filters stands in one, as each is planned
 * once for every value.
 */
final class TaskListSql {
  /**
   * $1 user, $2 project, $3 and $4 the cursor, $5 the list, then what filters. The page is read for
   * the one row of access and not joined with it: so it comes in the order of an index, and the
   * rest of a large project is not read.
   */
  private static final String PAGE =
      """
      WITH access AS MATERIALIZED (
        SELECT p.id, p.key, s.head, s.board, stream_epoch() AS epoch
          FROM project p JOIN stream s USING (id), team_access(p.team_id, $1) may
         WHERE p.id = $2 AND may.role IS NOT NULL
      )
      SELECT a.epoch, a.head, a.board, $5::text || ':' || place || ':' || tie AS cursor,
             task_view(t, a.key) AS json
        FROM access a
        LEFT JOIN LATERAL (
          SELECT t, {place} AS place, {tie} AS tie FROM task t
           WHERE t.project_id = a.id AND t.deleted_at IS NULL
             AND ({place}, {tie}) {beyond} ($3::bigint, {seen}){conditions}
           ORDER BY {place} {direction}, {tie} {direction} LIMIT {rows}) page ON true
       ORDER BY place {direction}, tie {direction}
      """;

  private static final int FIRST_CONDITION = 6;

  private TaskListSql() {}

  /**
   * A page of tasks.
   *
   * @param limit part of the statement, or PostgreSQL would plan for a tenth of all tasks
   * @param conditions those that have a parameter, in its order
   */
  static String page(TaskOrder order, int limit, Set<TaskCondition> conditions) {
    boolean board = order.by() == TaskOrder.Key.BOARD;
    StringBuilder and = new StringBuilder();
    int parameter = FIRST_CONDITION;
    for (TaskCondition condition : conditions) {
      and.append("\n             AND ").append(condition.sql("$" + parameter));
      parameter++;
    }
    return PAGE.replace("{place}", place(order))
        .replace("{tie}", board ? "t.rank" : "t.number")
        .replace("{seen}", board ? "$4::text" : "$4::text::integer")
        .replace("{beyond}", order.descending() ? "<" : ">")
        .replace("{direction}", order.descending() ? "DESC" : "ASC")
        .replace("{rows}", Integer.toString(limit + 1))
        .replace("{conditions}", and);
  }

  /** By what an order goes, as a number that is never negative; a missing deadline is the last. */
  private static String place(TaskOrder order) {
    return switch (order.by()) {
      case BOARD -> "t.board_column";
      case NUMBER -> "t.number";
      case UPDATED -> "(extract(epoch FROM t.updated_at) * 1000000)::bigint";
      case DEADLINE ->
          "coalesce((extract(epoch FROM t.deadline) * 1000000)::bigint, "
              + (order.descending() ? -1 : Long.MAX_VALUE)
              + ")";
      case PRIORITY -> "array_position('{LOW,MEDIUM,HIGH,URGENT}'::text[], t.priority)";
    };
  }
}
