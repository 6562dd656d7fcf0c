package io.teamflow.task;

import io.teamflow.stream.database.Statement;

/**
 * The statements of {@link PgHistoryStore}. The writes run after the project's stream is locked.
 */
final class HistorySql {
  private static final String SEEN =
      """
      WITH seen AS (
        SELECT t, p.key, p.archived, team_role(p.team_id, $1) AS role
          FROM task t JOIN project p ON p.id = t.project_id
         WHERE t.id = $2 AND team_role(p.team_id, $1) IS NOT NULL
           AND (t.deleted_at IS NULL OR is_restorable(t.deleted_at))
      )
      """;

  private static final String RESULT =
      """
      SELECT v.refusal, (s.t).id, coalesce(e.version, (s.t).version) AS version,
             coalesce(e.view, task_view(s.t, s.key)) AS json,
             (s.t).project_id AS stream_id, e.seq, e.at, e.view AS payload
        FROM seen s CROSS JOIN verdict v LEFT JOIN told e ON true
      """;

  /** $1 user, $2 task, $3 version. */
  static final Statement DELETE =
      Statement.of(
          SEEN
              + """
              , verdict AS (
                SELECT CASE WHEN role = 'GUEST' THEN 'FORBIDDEN'
                            WHEN (t).deleted_at IS NOT NULL THEN NULL
                            WHEN (t).version <> $3 THEN 'STALE'
                            WHEN archived THEN 'ARCHIVED'
                            WHEN has_subtasks((t).id) THEN 'HAS_SUBTASKS' END AS refusal
                  FROM seen
              ), changed AS (
                UPDATE task SET deleted_at = now(), version = version + 1, updated_at = now()
                  FROM verdict v WHERE id = $2 AND v.refusal IS NULL AND deleted_at IS NULL
                RETURNING task AS t
              ), told AS (
                SELECT e.* FROM changed c, seen s,
                       task_changed('task.deleted', $1, s.t, c.t, s.key) e
              )
              """
              + RESULT);

  /** $1 user, $2 task. */
  static final Statement RESTORE =
      Statement.of(
          SEEN
              + """
              , verdict AS (
                SELECT CASE WHEN role = 'GUEST' THEN 'FORBIDDEN'
                            WHEN (t).deleted_at IS NULL THEN NULL
                            WHEN archived THEN 'ARCHIVED' END AS refusal
                  FROM seen
              ), changed AS (
                UPDATE task SET deleted_at = NULL, version = version + 1, updated_at = now(),
                       parent = CASE WHEN may_be_parent(parent, project_id) THEN parent END,
                       message_id = CASE WHEN (SELECT m.task_id FROM message m
                                                WHERE m.id = message_id) IS NULL THEN message_id END
                  FROM verdict v WHERE id = $2 AND v.refusal IS NULL AND deleted_at IS NOT NULL
                RETURNING task AS t
              ), told AS (
                SELECT e.* FROM changed c, seen s,
                       task_changed('task.restored', $1, s.t, c.t, s.key) e
              )
              """
              + RESULT);

  /** $1 user, $2 project, $3 and $4 the cursor, $5 limit. */
  static final String OF_PROJECT =
      """
      WITH access AS MATERIALIZED (
        SELECT p.id, p.key, s.head, stream_epoch() AS epoch
          FROM project p JOIN stream s USING (id), team_access(p.team_id, $1) may
         WHERE p.id = $2 AND may.role IS NOT NULL
      )
      SELECT a.epoch, a.head, rfc3339((t).deleted_at) || ' ' || (t).id AS cursor,
             '{"task":' || task_view(t, a.key)
             || ',"deletedAt":"' || rfc3339((t).deleted_at) || '"}' AS json
        FROM access a
        LEFT JOIN LATERAL (
          SELECT t FROM task t
           WHERE t.project_id = a.id AND is_restorable(t.deleted_at)
             AND (t.deleted_at, t.id) < ($3, $4)
           ORDER BY t.deleted_at DESC, t.id DESC LIMIT $5 + 1) page ON true
       ORDER BY (t).deleted_at DESC, (t).id DESC
      """;

  /** $1 user, $2 task, $3 the last entry seen, $4 limit. */
  static final String ACTIVITY =
      """
      WITH access AS (
        SELECT id FROM readable_task($2, $1)
      )
      SELECT (a).id::text AS cursor, activity_view(a) AS json
        FROM access
        LEFT JOIN LATERAL (
          SELECT a FROM activity a
           WHERE a.task_id = access.id AND a.id < $3 ORDER BY a.id DESC LIMIT $4 + 1) page ON true
       ORDER BY (a).id DESC
      """;

  /** Tasks that can be restored no longer. */
  static final Statement OUTLIVED = Statement.of("SELECT purge_trash($1) AS taken");

  private HistorySql() {}
}
