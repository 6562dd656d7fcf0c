package io.teamflow.task;

import io.teamflow.codecs.task.TaskOrder;

/** The statements of {@link PgTaskListStore}. */
final class TaskListSql {
  /**
   * $1 user, $2 project, $3 and $4 the cursor, $5 limit, $6 the list; then what filters, null where
   * nothing does: $7 statuses, $8 assignees, $9 labels, $10 priorities, $11 and $12 deadlines.
   */
  private static final String PAGE =
      """
      WITH access AS (
        SELECT p.id, p.key, s.head, s.board, stream_epoch() AS epoch
          FROM project p JOIN stream s USING (id), team_access(p.team_id, $1) may
         WHERE p.id = $2 AND may.role IS NOT NULL
      ), page AS (
        SELECT t, {place} AS place, {tie} AS tie FROM task t JOIN access a ON a.id = t.project_id
         WHERE t.deleted_at IS NULL AND ({place}, {tie}) {beyond} ($3::bigint, {seen})
           AND ($7::text[] IS NULL OR t.status = ANY ($7))
           AND ($8::uuid[] IS NULL OR t.assignees && $8)
           AND ($9::uuid[] IS NULL OR t.labels && $9)
           AND ($10::text[] IS NULL OR t.priority = ANY ($10))
           AND ($11::timestamptz IS NULL OR t.deadline >= $11)
           AND ($12::timestamptz IS NULL OR t.deadline <= $12)
           {words}
         ORDER BY {place} {direction}, {tie} {direction} LIMIT $5 + 1
      )
      SELECT a.epoch, a.head, a.board, $6::text || ':' || place || ':' || tie AS cursor,
             task_view(t, a.key) AS json
        FROM access a LEFT JOIN page ON true ORDER BY place {direction}, tie {direction}
      """;

  /** $13 the words. The expression is that of the index. */
  static final String WORDS =
      """
      AND to_tsvector('simple', t.title || ' ' || t.description)
                   @@ websearch_to_tsquery('simple', $13)\
      """;

  private TaskListSql() {}

  /**
   * A page of tasks.
   *
   * @param words whether $13 is there
   */
  static String page(TaskOrder order, boolean words) {
    boolean board = order.by() == TaskOrder.Key.BOARD;
    return PAGE.replace("{place}", place(order))
        .replace("{tie}", board ? "t.rank" : "t.number")
        .replace("{seen}", board ? "$4::text" : "$4::text::integer")
        .replace("{beyond}", order.descending() ? "<" : ">")
        .replace("{direction}", order.descending() ? "DESC" : "ASC")
        .replace("{words}", words ? WORDS : "");
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
