package io.teamflow.task;

import io.teamflow.stream.database.Statement;

/**
 * The statements of {@link PgRelationStore}. The writes run after the project's stream is locked.
 */
final class RelationSql {
  /** $1 user, $2 task that waits, $3 task that it waits for; each is looked up by its id alone. */
  private static final String PAIR =
      """
      WITH waiting AS MATERIALIZED (
        SELECT * FROM readable_task($2, $1)
      ), awaited AS MATERIALIZED (
        SELECT id AS other, project_id FROM readable_task($3, $1)
      ), access AS (
        SELECT w.*, other FROM waiting w JOIN awaited USING (project_id)
      ), verdict AS (
        SELECT CASE WHEN NOT may_change THEN 'FORBIDDEN'
                    WHEN archived THEN 'ARCHIVED'
      """;

  private static final String RESULT =
      """
      SELECT v.refusal, a.id, 0::bigint AS version, NULL AS json, a.project_id AS stream_id,
             t.seq, t.at, t.payload
        FROM access a CROSS JOIN verdict v CROSS JOIN entered LEFT JOIN told t ON true
      """;

  /** Whoever waits for the other already is left alone; otherwise no circle, and no crowd. */
  static final Statement LINK =
      Statement.of(
          PAIR
              + """
                            WHEN EXISTS (SELECT FROM dependency d
                                          WHERE d.task_id = a.id AND d.blocked_by = other) THEN NULL
                            WHEN waits_for(other, a.id) THEN 'CIRCLE'
                            WHEN (SELECT count(*) FROM dependency d WHERE d.task_id = a.id) >= 100
                              OR (SELECT count(*) FROM dependency d WHERE d.blocked_by = other) >= 100
                            THEN 'CROWD' END AS refusal
                  FROM access a
              ), changed AS (
                INSERT INTO dependency (task_id, blocked_by)
                SELECT a.id, other FROM access a, verdict v WHERE v.refusal IS NULL
                ON CONFLICT DO NOTHING
                RETURNING task_id, blocked_by,
                          '{"taskId":"' || task_id || '","blockedBy":"' || blocked_by || '"}' AS payload
              ), told AS (
                SELECT e.seq, e.at, c.payload FROM changed c, access a,
                       append(a.project_id, 'task.linked', $1, c.task_id, c.payload) e
              ), entered AS (
                SELECT count(record_activity(task_id, $1, 'blockedBy', NULL, '"' || blocked_by || '"')),
                       count(record_activity(blocked_by, $1, 'blocks', NULL, '"' || task_id || '"'))
                  FROM changed
              )
              """
              + RESULT);

  static final Statement UNLINK =
      Statement.of(
          PAIR
              + """
                       END AS refusal
                  FROM access a
              ), changed AS (
                DELETE FROM dependency d USING access a, verdict v
                 WHERE v.refusal IS NULL AND d.task_id = a.id AND d.blocked_by = other
                RETURNING d.task_id, d.blocked_by, '{"taskId":"' || d.task_id
                          || '","blockedBy":"' || d.blocked_by || '"}' AS payload
              ), told AS (
                SELECT e.seq, e.at, c.payload FROM changed c, access a,
                       append(a.project_id, 'task.unlinked', $1, c.task_id, c.payload) e
              ), entered AS (
                SELECT count(record_activity(task_id, $1, 'blockedBy', '"' || blocked_by || '"', NULL)),
                       count(record_activity(blocked_by, $1, 'blocks', '"' || task_id || '"', NULL))
                  FROM changed
              )
              """
              + RESULT);

  /** $1 user, $2 task. What the caller cannot read is not among them. */
  static final String DEPENDENCIES =
      """
      WITH access AS (
        SELECT a.id, a.project_key AS key, s.head, stream_epoch() AS epoch
          FROM readable_task($2, $1) a JOIN stream s ON s.id = a.project_id
      )
      SELECT a.epoch, a.head,
             (SELECT coalesce(string_agg(task_reference(t, a.key), ',' ORDER BY t.number), '')
                FROM dependency d JOIN task t ON t.id = d.task_id
               WHERE d.blocked_by = a.id
                 AND EXISTS (SELECT FROM readable_task(t.id, $1))) AS blocks,
             (SELECT coalesce(string_agg(task_reference(t, a.key), ',' ORDER BY t.number), '')
                FROM dependency d JOIN task t ON t.id = d.blocked_by
               WHERE d.task_id = a.id
                 AND EXISTS (SELECT FROM readable_task(t.id, $1))) AS blocked_by
        FROM access a
      """;

  /** $1 user, $2 task, $3 the cursor, $4 limit. */
  static final String SUBTASKS =
      """
      WITH access AS (
        SELECT a.id, a.project_key AS key, s.head, stream_epoch() AS epoch
          FROM readable_task($2, $1) a JOIN stream s ON s.id = a.project_id
      ), page AS (
        SELECT t FROM task t JOIN access a ON a.id = t.parent
         WHERE t.number > $3 AND EXISTS (SELECT FROM readable_task(t.id, $1))
         ORDER BY t.number LIMIT $4 + 1
      )
      SELECT a.epoch, a.head, (t).number::text AS cursor, task_view(t, a.key) AS json
        FROM access a LEFT JOIN page ON true ORDER BY (t).number
      """;

  private RelationSql() {}
}
