package io.teamflow.task;

import io.teamflow.codecs.bus.Caller;
import io.teamflow.codecs.bus.PageRequest;
import io.teamflow.codecs.bus.Resource;
import io.teamflow.codecs.bus.ResourcePage;
import io.teamflow.codecs.stream.EventType;
import io.teamflow.codecs.stream.StreamId;
import io.teamflow.codecs.task.CreateProject;
import io.teamflow.stream.database.Database;
import io.teamflow.stream.database.Lock;
import io.teamflow.stream.database.Reads;
import io.teamflow.stream.database.Statement;
import io.teamflow.stream.database.Writes;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import java.util.UUID;

/** Projects in PostgreSQL. */
final class PgProjectStore {
  /** A derived key takes the first free number; a key that was asked for is taken as it is. */
  private static final Statement INSERT =
      Statement.of(
              """
              WITH access AS (
                SELECT id, team_role(id, $1) AS role FROM team
                 WHERE id = $3 AND team_role(id, $1) IS NOT NULL
              ), known AS (
                SELECT p FROM project p JOIN access a ON a.id = p.team_id WHERE p.id = $2
              ), key AS (
                SELECT k FROM (SELECT 1 AS n, $5 AS k
                               UNION ALL
                               SELECT n, $5 || n FROM generate_series(2, 9999) n
                                WHERE $6) AS candidate
                 WHERE NOT $6 OR NOT EXISTS (SELECT FROM project WHERE team_id = $3 AND key = k)
                 ORDER BY n LIMIT 1
              ), created AS (
                INSERT INTO project (id, team_id, key, name)
                SELECT $2, a.id, k, $4 FROM access a, key
                 WHERE a.role <> 'GUEST' AND NOT EXISTS (SELECT FROM known)
                RETURNING project AS p
              ), stream AS (
                INSERT INTO stream (id, kind) SELECT (p).id, 'project' FROM created
              ), rendered AS (
                SELECT (p).id, (p).version, project_view(p) AS json FROM created
              ), event AS (
                SELECT r.id, a.seq, a.at
                  FROM rendered r, append($3, 'project.created', $1, r.id, r.json) a
              ), result AS (
                SELECT id, version, json FROM rendered
                UNION ALL SELECT (p).id, (p).version, project_view(p) FROM known
              )
              SELECT CASE WHEN r.id IS NULL THEN 'FORBIDDEN' END AS refusal,
                     r.id, r.version, r.json,
                     $3::uuid AS stream_id, e.seq, e.at, r.json AS payload
                FROM access LEFT JOIN result r ON true LEFT JOIN event e ON true
              """)
          .refusing("project_team_id_key_key", "A project of the team has this key already.");

  private static final String MINE =
      """
      SELECT p.id::text AS cursor, project_view(p) AS json
        FROM project p
       WHERE p.id > $2 AND p.team_id IN (
               SELECT team_id FROM team_member WHERE user_id = $1
               UNION
               SELECT t.id FROM organization_member m JOIN team t USING (organization_id)
                WHERE m.user_id = $1 AND m.role IN ('OWNER', 'ADMIN'))
       ORDER BY p.id LIMIT $3 + 1
      """;
  private static final String OF_TEAM =
      """
      WITH access AS (
        SELECT id FROM team WHERE id = $2 AND team_role(id, $1) IS NOT NULL
      ), page AS (
        SELECT p FROM project p JOIN access a ON a.id = p.team_id
         WHERE p.id > $3 ORDER BY p.id LIMIT $4 + 1
      )
      SELECT (p).id::text AS cursor, project_view(p) AS json
        FROM access LEFT JOIN page ON true ORDER BY (p).id
      """;
  private static final String BY_ID =
      """
      SELECT id, version, project_view(p) AS json FROM project p
       WHERE id = $2 AND team_role(team_id, $1) IS NOT NULL
      """;

  private final Reads reads;
  private final Writes writes;

  PgProjectStore(Database database) {
    reads = database.reads();
    writes = database.writes();
  }

  /** Creates a project; a repeated command finds the one that it created. Guests may not. */
  Future<Optional<Written>> insertIfMember(Caller caller, CreateProject command) {
    UUID user = caller.user();
    String key = command.key() == null ? ProjectKey.of(command.name()) : command.key();
    return writes
        .create(
            caller,
            command.id(),
            Lock.stream(command.teamId()),
            INSERT,
            Tuple.of(
                user, command.id(), command.teamId(), command.name(), key, command.key() == null))
        .compose(
            creation ->
                Written.of(
                    creation,
                    r -> Written.of(r, StreamId.Kind.TEAM, EventType.PROJECT_CREATED, user),
                    id -> findIfMember(user, id)));
  }

  Future<ResourcePage> listOfMember(UUID user, PageRequest page) {
    return reads
        .list(MINE, Tuple.of(user, Pages.idAfter(page.cursor()), page.limit()))
        .map(rows -> Pages.of(rows, page.limit()));
  }

  Future<Optional<ResourcePage>> listIfMember(UUID user, UUID team, PageRequest page) {
    return reads
        .list(OF_TEAM, Tuple.of(user, team, Pages.idAfter(page.cursor()), page.limit()))
        .map(rows -> Pages.unlessAbsent(rows, page.limit()));
  }

  Future<Optional<Resource>> findIfMember(UUID user, UUID project) {
    return reads
        .first(BY_ID, Tuple.of(user, project))
        .map(row -> row.map(PgOrganizationStore::toResource));
  }
}
