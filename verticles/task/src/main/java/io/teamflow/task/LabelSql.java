package io.teamflow.task;

import io.teamflow.stream.database.Statement;

/** The statements of {@link PgLabelStore}. The writes run after the project's stream is locked. */
final class LabelSql {
  private static final String NAME_TAKEN = "A label of the project has this name already.";

  /** The stream of the project that a label belongs to; nothing when there is no such label. */
  static final String LOCK =
      "SELECT id FROM stream WHERE id = (SELECT project_id FROM label WHERE id = $1) FOR UPDATE";

  /** $1 user, $2 id, $3 project, $4 name, $5 color. */
  static final Statement INSERT =
      Statement.of(
              """
              WITH access AS (
                SELECT id, archived, team_role(team_id, $1) AS role FROM project
                 WHERE id = $3 AND team_role(team_id, $1) IS NOT NULL
              ), known AS (
                SELECT l FROM label l JOIN access a ON a.id = l.project_id WHERE l.id = $2
              ), verdict AS (
                SELECT CASE WHEN role = 'GUEST' THEN 'FORBIDDEN'
                            WHEN archived THEN 'ARCHIVED' END AS refusal FROM access
              ), created AS (
                INSERT INTO label (id, project_id, name, color)
                SELECT $2, $3, $4, $5 FROM verdict
                 WHERE refusal IS NULL AND NOT EXISTS (SELECT FROM known)
                RETURNING label AS l
              ), rendered AS (
                SELECT (l).id, (l).version, label_view(l) AS json FROM created
              ), event AS (
                SELECT r.id, a.seq, a.at
                  FROM rendered r, append($3, 'label.created', $1, r.id, r.json) a
              ), result AS (
                SELECT id, version, json FROM rendered
                UNION ALL SELECT (l).id, (l).version, label_view(l) FROM known
              )
              SELECT v.refusal, r.id, r.version, r.json,
                     $3::uuid AS stream_id, e.seq, e.at, r.json AS payload
                FROM verdict v LEFT JOIN result r ON true LEFT JOIN event e ON true
              """)
          .refusing("label_project_id_name_key", NAME_TAKEN);

  /** $1 user, $2 project, $3 the cursor, $4 limit. */
  static final String OF_PROJECT =
      """
      WITH access AS (
        SELECT p.id, s.head, stream_epoch() AS epoch FROM project p JOIN stream s USING (id)
         WHERE p.id = $2 AND team_role(p.team_id, $1) IS NOT NULL
      ), page AS (
        SELECT l FROM label l JOIN access a ON a.id = l.project_id
         WHERE l.id > $3 ORDER BY l.id LIMIT $4 + 1
      )
      SELECT a.epoch, a.head, (l).id::text AS cursor, label_view(l) AS json
        FROM access a LEFT JOIN page ON true ORDER BY (l).id
      """;

  /** $1 user, $2 label. */
  static final String BY_ID =
      """
      SELECT l.id, l.version, label_view(l) AS json
        FROM label l JOIN project p ON p.id = l.project_id
       WHERE l.id = $2 AND team_role(p.team_id, $1) IS NOT NULL
      """;

  /** $1 user, $2 label, $3 version, $4 name and $5 color, null to leave them. */
  static final Statement UPDATE =
      Statement.of(
              """
              WITH seen AS (
                SELECT l, p.archived, team_role(p.team_id, $1) AS role
                  FROM label l JOIN project p ON p.id = l.project_id
                 WHERE l.id = $2 AND team_role(p.team_id, $1) IS NOT NULL
              ), verdict AS (
                SELECT CASE WHEN role = 'GUEST' THEN 'FORBIDDEN'
                            WHEN (l).version <> $3 AND NOT same THEN 'STALE'
                            WHEN archived THEN 'ARCHIVED' END AS refusal, same
                  FROM seen, LATERAL (
                    SELECT ((l).name, (l).color) IS NOT DISTINCT FROM
                           (coalesce($4, (l).name), coalesce($5, (l).color)) AS same) c
              ), changed AS (
                UPDATE label SET name = coalesce($4, name), color = coalesce($5, color),
                                 version = version + 1
                  FROM verdict v
                 WHERE id = $2 AND v.refusal IS NULL AND NOT v.same
                RETURNING label AS l
              ), rendered AS (
                SELECT (l).id, (l).project_id, (l).version, label_view(l) AS json FROM changed
              ), event AS (
                SELECT a.seq, a.at
                  FROM rendered r, append(r.project_id, 'label.updated', $1, r.id, r.json) a
              )
              SELECT v.refusal, (s.l).id, coalesce(r.version, (s.l).version) AS version,
                     coalesce(r.json, label_view(s.l)) AS json,
                     (s.l).project_id AS stream_id, e.seq, e.at, r.json AS payload
                FROM seen s CROSS JOIN verdict v
                     LEFT JOIN rendered r ON true LEFT JOIN event e ON true
              """)
          .refusing("label_project_id_name_key", NAME_TAKEN);

  /**
   * $1 user, $2 label, $3 version. The event says only which label went: whoever holds the board
   * takes it off the tasks there, counts their versions up by one and dates them {@code at}. Those
   * in the trash lose it as well.
   */
  static final Statement DELETE =
      Statement.of(
          """
          WITH seen AS (
            SELECT l, p.archived, team_role(p.team_id, $1) AS role
              FROM label l JOIN project p ON p.id = l.project_id
             WHERE l.id = $2 AND team_role(p.team_id, $1) IS NOT NULL
          ), verdict AS (
            SELECT CASE WHEN role = 'GUEST' THEN 'FORBIDDEN'
                        WHEN (l).version <> $3 THEN 'STALE'
                        WHEN archived THEN 'ARCHIVED' END AS refusal
              FROM seen
          ), gone AS (
            DELETE FROM label USING verdict v WHERE id = $2 AND v.refusal IS NULL
            RETURNING id, project_id,
                      '{"id":"' || id || '","projectId":"' || project_id || '"}' AS payload
          ), event AS (
            SELECT g.id, g.project_id, g.payload, a.seq, a.at
              FROM gone g, append(g.project_id, 'label.deleted', $1, g.id, g.payload) a
          ), bare AS (
            UPDATE task t SET labels = array_remove(t.labels, e.id), version = t.version + 1,
                              updated_at = e.at
              FROM event e WHERE t.project_id = e.project_id AND e.id = ANY (t.labels)
            RETURNING t.id, t.labels
          ), entered AS (
            SELECT count(record_activity(b.id, $1, 'labels', array_to_json(t.labels)::text,
                                         array_to_json(b.labels)::text))
              FROM bare b JOIN task t ON t.id = b.id
          )
          SELECT v.refusal, (s.l).id, (s.l).version, label_view(s.l) AS json,
                 (s.l).project_id AS stream_id, e.seq, e.at, e.payload
            FROM seen s CROSS JOIN verdict v CROSS JOIN entered LEFT JOIN event e ON true
          """);

  private LabelSql() {}
}
