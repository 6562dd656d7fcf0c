package io.teamflow.chat;

import io.teamflow.stream.database.Statement;

/**
 * The statements of {@link PgChangeStore}. All run after the project's stream is locked. What takes
 * a text away also replaces it in the log, so that no replay tells it again.
 */
final class ChangeSql {

  /**
   * $1 user, $2 message, $3 version, $4 body, $5 whom it calls. Somebody else's words are nobody's
   * to change.
   */
  static final Statement EDIT =
      Statement.of(
          """
          WITH seen AS (
            SELECT m FROM message m
             WHERE m.id = $2 AND project_role(m.project_id, $1) IS NOT NULL
          ), verdict AS (
            SELECT CASE WHEN (m).sender <> $1 THEN 'FORBIDDEN'
                        WHEN (m).deleted_at IS NOT NULL THEN 'DELETED'
                        WHEN (m).version <> $3 AND (m).body <> $4 THEN 'STALE' END AS refusal
              FROM seen
          ), changed AS (
            UPDATE message
               SET body = $4, version = version + 1, edited_at = clock_timestamp(),
                   mentions = ARRAY(
                     SELECT who FROM unnest($5::uuid[]) WITH ORDINALITY AS c (who, place)
                      WHERE project_role(message.project_id, who) IS NOT NULL ORDER BY place)
              FROM verdict v
             WHERE message.id = $2 AND v.refusal IS NULL AND body <> $4
            RETURNING message AS m, message_view(message) AS json
          ), retold AS (
            UPDATE event SET payload = message_retold(c.m, payload) FROM changed c
             WHERE stream_id = (c.m).project_id AND key = (c.m).id
               AND type IN ('message.created', 'message.updated')
          ), told AS (
            SELECT a.seq, a.at
              FROM changed c, append((c.m).project_id, 'message.updated', $1, (c.m).id, c.json) a
          )
          SELECT v.refusal, (s.m).id, coalesce((c.m).version, (s.m).version) AS version,
                 coalesce(c.json, message_view(s.m)) AS json,
                 (s.m).project_id AS stream_id, t.seq, t.at, c.json AS payload
            FROM seen s CROSS JOIN verdict v LEFT JOIN changed c ON true LEFT JOIN told t ON true
          """);

  /** $1 user, $2 message, $3 version. A deleted message is left alone, whichever the version. */
  static final Statement DELETE =
      Statement.of(
          """
          WITH seen AS (
            SELECT m, project_role(m.project_id, $1) AS role FROM message m
             WHERE m.id = $2 AND project_role(m.project_id, $1) IS NOT NULL
          ), verdict AS (
            SELECT CASE WHEN (m).sender <> $1 AND role <> 'ADMIN' THEN 'FORBIDDEN'
                        WHEN (m).deleted_at IS NULL AND (m).version <> $3 THEN 'STALE'
                   END AS refusal
              FROM seen
          ), changed AS (
            UPDATE message
               SET body = '', mentions = '{}', reactions = '[]', version = version + 1, deleted_at = clock_timestamp()
              FROM verdict v
             WHERE message.id = $2 AND v.refusal IS NULL AND deleted_at IS NULL
            RETURNING message AS m, message_view(message) AS json
          ), retold AS (
            UPDATE event SET payload = message_retold(c.m, payload) FROM changed c
             WHERE stream_id = (c.m).project_id AND key = (c.m).id
               AND type IN ('message.created', 'message.updated')
          ), unloved AS (
            DELETE FROM reaction r USING changed c WHERE r.message_id = (c.m).id
          ), told AS (
            SELECT a.seq, a.at
              FROM changed c, append((c.m).project_id, 'message.deleted', $1, (c.m).id, c.json) a
          )
          SELECT v.refusal, (s.m).id, coalesce((c.m).version, (s.m).version) AS version,
                 coalesce(c.json, message_view(s.m)) AS json,
                 (s.m).project_id AS stream_id, t.seq, t.at, c.json AS payload
            FROM seen s CROSS JOIN verdict v LEFT JOIN changed c ON true LEFT JOIN told t ON true
          """);

  /** $1 user, $2 message, $3 emoji, $4 whether it is set or removed. */
  static final Statement REACT =
      Statement.of(
          """
          SELECT refusal, id, version, rendered AS json, stream_id, seq, at, payload
            FROM react($1, $2, $3, $4)
          """);

  private ChangeSql() {}
}
