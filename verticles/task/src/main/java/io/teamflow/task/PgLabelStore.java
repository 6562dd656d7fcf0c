package io.teamflow.task;

import io.teamflow.codecs.bus.PageRequest;
import io.teamflow.codecs.bus.ResourcePage;
import io.teamflow.codecs.stream.EventType;
import io.teamflow.codecs.stream.StreamId;
import io.teamflow.codecs.task.CreateLabel;
import io.teamflow.stream.database.Database;
import io.teamflow.stream.database.Lock;
import io.teamflow.stream.database.Reads;
import io.teamflow.stream.database.Statement;
import io.teamflow.stream.database.Writes;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** Labels in PostgreSQL. */
final class PgLabelStore {
  private static final Statement INSERT =
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
          .refusing("label_project_id_name_key", "A label of the project has this name already.");
  private static final String OF_PROJECT =
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

  private final Reads reads;
  private final Writes writes;

  PgLabelStore(Database database) {
    reads = database.reads();
    writes = database.writes();
  }

  /** Creates a label; a repeated command finds the one that it created. Guests may not. */
  Future<Optional<Written>> insertIfMember(UUID user, CreateLabel command) {
    return writes
        .runLockedOne(
            Lock.stream(command.projectId()),
            INSERT,
            Tuple.of(
                user,
                command.id(),
                command.projectId(),
                command.name(),
                command.color().toLowerCase(Locale.ROOT)))
        .map(
            row ->
                row.map(r -> Written.of(r, StreamId.Kind.PROJECT, EventType.LABEL_CREATED, user)));
  }

  Future<Optional<ResourcePage>> listIfMember(UUID user, UUID project, PageRequest page) {
    return reads
        .list(OF_PROJECT, Tuple.of(user, project, Pages.idAfter(page.cursor()), page.limit()))
        .map(
            rows ->
                rows.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Pages.positioned(rows, page.limit())));
  }
}
