package io.teamflow.task;

import io.teamflow.stream.database.Statement;

/**
 * The statements of {@link PgCommentStore}. The writes run after the streams of the project and of
 * the people mentioned are locked; their first row is the answer, each other one a mention. What
 * takes a text away also replaces it in the log, so that no replay tells it again.
 */
final class CommentSql {
  /** $1 task, $2 people named. Who cannot read what is said is not called, so is not locked. */
  static final String LOCK_OF_TASK =
      """
      SELECT id FROM stream
       WHERE id = ANY (ARRAY(
               SELECT project_id FROM task WHERE id = $1
               UNION ALL
               SELECT u FROM task t, unnest($2::uuid[]) u
                WHERE t.id = $1 AND project_role(t.project_id, u) IS NOT NULL))
       ORDER BY id FOR UPDATE
      """;

  /** $1 comment, $2 people named. */
  static final String LOCK_OF_COMMENT =
      LOCK_OF_TASK.replace("= $1", "= (SELECT task_id FROM comment WHERE id = $1)");

  private static final String RESULT =
      """
      SELECT v.refusal, (s.c).id, coalesce((n.c).version, (s.c).version) AS version,
             coalesce(n.json, comment_view(s.c, s.project_id)) AS json,
             s.project_id AS stream_id, t.seq, t.at, n.json AS payload, false AS mention
        FROM seen s CROSS JOIN verdict v LEFT JOIN changed n ON true LEFT JOIN told t ON true
      """;

  /** $1 user, $2 id, $3 task, $4 body, $5 people named. */
  static final Statement INSERT =
      Statement.of(
          """
          WITH access AS (
            SELECT * FROM readable_task($3, $1)
          ), known AS (
            SELECT c FROM comment c JOIN access a ON a.id = c.task_id WHERE c.id = $2
          ), verdict AS (
            SELECT CASE WHEN NOT may_change THEN 'FORBIDDEN'
                        WHEN archived THEN 'ARCHIVED' END AS refusal FROM access
          ), created AS (
            INSERT INTO comment (id, task_id, author, body, mentions)
            SELECT $2, a.id, $1, $4, readers_among($5, a.team_id) FROM access a, verdict v
             WHERE v.refusal IS NULL AND NOT EXISTS (SELECT FROM known)
            RETURNING comment AS c
          ), rendered AS (
            SELECT c, a.project_id, comment_view(c, a.project_id) AS json FROM created, access a
          ), told AS (
            SELECT e.seq, e.at FROM rendered r,
                   append(r.project_id, 'comment.created', $1, (r.c).id, r.json) e
          ), called AS (
            SELECT p.* FROM rendered r, call_people((r.c).mentions, r.c, r.project_id) p
          ), result AS (
            SELECT c, json FROM rendered
            UNION ALL SELECT c, comment_view(c, a.project_id) FROM known, access a
          )
          SELECT v.refusal, (r.c).id, (r.c).version, r.json, a.project_id AS stream_id,
                 t.seq, t.at, r.json AS payload, false AS mention
            FROM access a CROSS JOIN verdict v LEFT JOIN result r ON true LEFT JOIN told t ON true
          UNION ALL
          SELECT NULL, NULL, NULL, NULL, person, seq, at, payload, true FROM called
           ORDER BY mention
          """);

  /** $1 user, $2 comment, $3 version, $4 body, $5 people named; who was before is not called. */
  static final Statement EDIT =
      Statement.of(
          """
          WITH seen AS (
            SELECT c, a.* FROM comment c, readable_task(c.task_id, $1) a WHERE c.id = $2
          ), verdict AS (
            SELECT CASE WHEN (c).author <> $1 THEN 'NOT_AUTHOR'
                        WHEN archived THEN 'ARCHIVED'
                        WHEN (c).deleted_at IS NOT NULL THEN 'DELETED'
                        WHEN (c).version <> $3 AND (c).body <> $4 THEN 'STALE' END AS refusal
              FROM seen
          ), changed AS (
            UPDATE comment
               SET body = $4, mentions = readers_among($5, s.team_id),
                   version = version + 1, edited_at = clock_timestamp()
              FROM seen s, verdict v
             WHERE comment.id = $2 AND v.refusal IS NULL AND body <> $4
            RETURNING comment AS c, s.project_id, comment_view(comment, s.project_id) AS json
          ), retold AS (
            UPDATE event SET payload = n.json FROM changed n
             WHERE stream_id = n.project_id AND key = (n.c).id
          ), told AS (
            SELECT e.seq, e.at FROM changed n,
                   append(n.project_id, 'comment.updated', $1, (n.c).id, n.json) e
          ), called AS (
            SELECT p.* FROM changed n, seen s,
                   call_people(ARRAY(SELECT u FROM unnest((n.c).mentions) u
                                      WHERE u <> ALL ((s.c).mentions)), n.c, n.project_id) p
          )
          """
              + RESULT
              + """
                UNION ALL
                SELECT NULL, NULL, NULL, NULL, person, seq, at, payload, true FROM called
                 ORDER BY mention
                """);

  /** $1 user, $2 comment, $3 version. A deleted comment is left alone, whichever the version. */
  static final Statement DELETE =
      Statement.of(
          """
          WITH seen AS (
            SELECT c, a.* FROM comment c, readable_task(c.task_id, $1) a WHERE c.id = $2
          ), verdict AS (
            SELECT CASE WHEN (c).author <> $1 AND role <> 'ADMIN' THEN 'FORBIDDEN'
                        WHEN (c).deleted_at IS NOT NULL THEN NULL
                        WHEN archived THEN 'ARCHIVED'
                        WHEN (c).version <> $3 THEN 'STALE' END AS refusal
              FROM seen
          ), changed AS (
            UPDATE comment
               SET body = '', mentions = '{}', version = version + 1,
                   deleted_at = clock_timestamp()
              FROM seen s, verdict v
             WHERE comment.id = $2 AND v.refusal IS NULL AND deleted_at IS NULL
            RETURNING comment AS c, s.project_id, comment_view(comment, s.project_id) AS json
          ), retold AS (
            UPDATE event SET payload = n.json FROM changed n
             WHERE stream_id = n.project_id AND key = (n.c).id
          ), told AS (
            SELECT e.seq, e.at FROM changed n,
                   append(n.project_id, 'comment.deleted', $1, (n.c).id, n.json) e
          )
          """
              + RESULT);

  /** $1 user, $2 comment. */
  static final String BY_ID =
      """
      SELECT c.id, c.version, comment_view(c, a.project_id) AS json
        FROM comment c, readable_task(c.task_id, $1) a WHERE c.id = $2
      """;

  /** $1 user, $2 task, $3 the cursor, $4 limit. */
  static final String OF_TASK =
      """
      WITH access AS MATERIALIZED (
        SELECT a.id, a.project_id, s.head, stream_epoch() AS epoch
          FROM readable_task($2, $1) a JOIN stream s ON s.id = a.project_id
      )
      SELECT a.epoch, a.head, (c).id::text AS cursor, comment_view(c, a.project_id) AS json
        FROM access a
        LEFT JOIN LATERAL (
          SELECT c FROM comment c
           WHERE c.task_id = a.id AND c.id > $3 ORDER BY c.id LIMIT $4 + 1) page ON true
       ORDER BY (c).id
      """;

  private CommentSql() {}
}
