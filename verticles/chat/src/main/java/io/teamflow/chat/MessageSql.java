package io.teamflow.chat;

import io.teamflow.stream.database.Statement;

/** The statements of {@link PgMessageStore}. All writes run after their streams are locked. */
final class MessageSql {
  /**
   * One group: who may not speak and what was said before is left out, the rest of each project
   * gets the next numbers of its stream, and every draft gets a verdict. Whether an edited message
   * was once the same cannot be told, so then it is taken to be. Messages are looked up one by one
   * and by their keys alone: a join, or a choice of indexes, would be planned while there are few
   * messages, and outlive that until the table is analyzed.
   */
  static final Statement INSERT_ALL =
      Statement.of(
          """
          WITH draft AS (
            SELECT d.*, project_role(project_id, sender) IS NOT NULL AS member,
                   (SELECT CASE WHEN m.project_id = d.project_id THEN coalesce(m.reply_to, m.id) END
                      FROM message m WHERE m.id = d.reply_to) AS root,
                   (SELECT m FROM message m
                     WHERE m.sender = d.sender AND m.client_id = d.client_id) AS said,
                   row_number() OVER (PARTITION BY sender, client_id ORDER BY n) AS attempt
              FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::uuid[])
                   WITH ORDINALITY AS d (id, project_id, sender, client_id, body, reply_to, n)
          ), survivor AS (
            SELECT d.*, row_number() OVER (PARTITION BY project_id ORDER BY n) AS place,
                   count(*) OVER (PARTITION BY project_id) AS places
              FROM draft d
             WHERE member AND attempt = 1 AND (said).id IS NULL
               AND (reply_to IS NULL OR root IS NOT NULL)
          ), advanced AS MATERIALIZED (
            SELECT project_id, advance(project_id, places::integer, false) - places AS start
              FROM (SELECT DISTINCT project_id, places FROM survivor) AS busy
          ), mentioned AS (
            SELECT n, array_agg(who ORDER BY place) AS mentions
              FROM (SELECT s.n, c.who, c.place
                      FROM unnest($7::bigint[], $8::uuid[]) WITH ORDINALITY AS c (n, who, place)
                      JOIN survivor s USING (n)
                     WHERE project_role(s.project_id, c.who) IS NOT NULL) AS called
             GROUP BY n
          ), created AS (
            INSERT INTO message (id, project_id, seq, sender, client_id, body, mentions, reply_to,
                                 created_at)
            SELECT s.id, project_id, a.start + s.place, s.sender, s.client_id, s.body,
                   coalesce(c.mentions, '{}'), s.root, statement_timestamp()
              FROM survivor s JOIN advanced a USING (project_id) LEFT JOIN mentioned c USING (n)
            RETURNING message AS m, message_view(message) AS json
          ), answered AS (
            UPDATE message
               SET reply_count = reply_count
                     + (SELECT count(*) FROM survivor s WHERE s.root = message.id)
             WHERE id = ANY (ARRAY (SELECT root FROM survivor WHERE root IS NOT NULL))
          ), told AS (
            INSERT INTO event (stream_id, seq, type, actor, at, key, payload)
            SELECT (m).project_id, (m).seq, 'message.created', (m).sender, (m).created_at, (m).id, json
              FROM created
          ), result AS (
            SELECT m, json, true AS fresh FROM created
            UNION ALL SELECT said, message_view(said), false FROM draft
                       WHERE attempt = 1 AND (said).id IS NOT NULL
          )
          SELECT CASE WHEN NOT d.member THEN 'ABSENT'
                      WHEN (r.m).id IS NULL THEN 'REPLY'
                      WHEN (r.m).project_id <> d.project_id THEN 'REUSED'
                      WHEN (r.m).version = 1 AND (r.m).body <> d.body THEN 'REUSED'
                 END AS refusal,
                 (r.m).id, (r.m).seq, (r.m).created_at AS at, r.json,
                 r.fresh AND d.attempt = 1 AS fresh
            FROM draft d
            LEFT JOIN result r ON (r.m).sender = d.sender AND (r.m).client_id = d.client_id
           ORDER BY d.n
          """);

  private static final String OF_PROJECT =
      """
      WITH access AS MATERIALIZED (
        SELECT p.id, s.head, stream_epoch() AS epoch
          FROM project p JOIN stream s USING (id), team_access(p.team_id, $1) may
         WHERE p.id = $2 AND may.role IS NOT NULL
      )
      SELECT a.epoch, a.head, (m).seq, message_view(m) AS json
        FROM access a
        LEFT JOIN LATERAL (
          SELECT m FROM message m
           WHERE m.project_id = a.id AND m.seq < $3 ORDER BY m.seq DESC LIMIT {rows}) page ON true
       ORDER BY (m).seq DESC
      """;

  /** $1 user, $2 project, $3 seq before which the page begins, $4 limit, $5 words. */
  static final String SEARCH =
      """
      WITH access AS (
        SELECT p.id, s.head, stream_epoch() AS epoch FROM project p JOIN stream s USING (id)
         WHERE p.id = $2 AND team_role(p.team_id, $1) IS NOT NULL
      ), page AS (
        SELECT m FROM message m JOIN access a ON a.id = m.project_id
         WHERE m.words @@ websearch_to_tsquery('simple', $5) AND m.seq < $3
         ORDER BY m.seq DESC LIMIT $4 + 1
      )
      SELECT a.epoch, a.head, (m).seq, message_view(m) AS json
        FROM access a LEFT JOIN page ON true ORDER BY (m).seq DESC
      """;

  /** $1 user, $2 message, $3 seq behind which the page begins, $4 limit. */
  static final String REPLIES =
      """
      WITH access AS MATERIALIZED (
        SELECT m.id, s.head, stream_epoch() AS epoch
          FROM message m JOIN stream s ON s.id = m.project_id
         WHERE m.id = $2 AND project_role(m.project_id, $1) IS NOT NULL
      )
      SELECT a.epoch, a.head, (m).seq, message_view(m) AS json
        FROM access a
        LEFT JOIN LATERAL (
          SELECT m FROM message m
           WHERE m.reply_to = a.id AND m.seq > $3 ORDER BY m.seq LIMIT $4 + 1) page ON true
       ORDER BY (m).seq
      """;

  /** $1 user, $2 message. */
  static final String BY_ID =
      """
      SELECT m.id, m.version, message_view(m) AS json FROM message m
       WHERE m.id = $2 AND project_role(m.project_id, $1) IS NOT NULL
      """;

  private MessageSql() {}

  /**
   * $1 user, $2 project, $3 seq before which the page begins. The page is read for the one row of
   * access and not joined with it: so it comes in the order of its index, and the rest of a long
   * story is not read.
   *
   * @param limit part of the statement, or PostgreSQL would plan for a tenth of all messages
   */
  static String ofProject(int limit) {
    return OF_PROJECT.replace("{rows}", Integer.toString(limit + 1));
  }
}
