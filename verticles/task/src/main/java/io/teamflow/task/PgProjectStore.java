package io.teamflow.task;

import io.teamflow.codecs.bus.Caller;
import io.teamflow.codecs.bus.PageRequest;
import io.teamflow.codecs.bus.Resource;
import io.teamflow.codecs.bus.ResourcePage;
import io.teamflow.codecs.stream.EventType;
import io.teamflow.codecs.stream.StreamId;
import io.teamflow.codecs.task.CreateProject;
import io.teamflow.codecs.task.DeleteProject;
import io.teamflow.codecs.task.PatchProject;
import io.teamflow.codecs.task.ProjectPatch;
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
        SELECT t.id, s.head, stream_epoch() AS epoch FROM team t JOIN stream s USING (id)
         WHERE t.id = $2 AND team_role(t.id, $1) IS NOT NULL
      ), page AS (
        SELECT p FROM project p JOIN access a ON a.id = p.team_id
         WHERE p.id > $3 ORDER BY p.id LIMIT $4 + 1
      )
      SELECT epoch, head, (p).id::text AS cursor, project_view(p) AS json
        FROM access LEFT JOIN page ON true ORDER BY (p).id
      """;
  private static final String BY_ID =
      """
      SELECT id, version, project_view(p) AS json FROM project p
       WHERE id = $2 AND team_role(team_id, $1) IS NOT NULL
      """;

  /** $1 user, $2 project, $3 version; then the members, null to leave them. */
  private static final Statement UPDATE =
      Statement.of(
          """
          WITH seen AS (
            SELECT p, team_role(p.team_id, $1) AS role FROM project p
             WHERE p.id = $2 AND team_role(p.team_id, $1) IS NOT NULL
          ), wanted AS (
            SELECT coalesce($4, (p).name) AS name, coalesce($5, (p).archived) AS archived,
                   coalesce($6, (p).workflow) AS workflow
              FROM seen
          ), verdict AS (
            SELECT CASE
                     WHEN role = 'GUEST' OR role <> 'ADMIN' AND (w.archived, w.workflow)
                          IS DISTINCT FROM ((p).archived, (p).workflow) THEN 'FORBIDDEN'
                     WHEN (p).version <> $3 AND NOT same THEN 'STALE'
                     WHEN (p).archived AND w.archived AND (w.name, w.workflow)
                          IS DISTINCT FROM ((p).name, (p).workflow) THEN 'ARCHIVED' END AS refusal,
                   same
              FROM seen, wanted w, LATERAL (
                SELECT (w.name, w.archived, w.workflow)
                       IS NOT DISTINCT FROM ((p).name, (p).archived, (p).workflow) AS same) c
          ), changed AS (
            UPDATE project SET name = w.name, archived = w.archived, workflow = w.workflow,
                   version = version + 1, updated_at = now()
              FROM wanted w, verdict v
             WHERE id = $2 AND v.refusal IS NULL AND NOT v.same
            RETURNING project AS p
          ), event AS (
            SELECT e.* FROM changed c,
                   append_all(ARRAY[(c.p).id, (c.p).team_id], 'project.updated', $1, $2,
                              project_view(c.p)) e
          )
          SELECT v.refusal, NULL AS blockers, (s.p).id, coalesce((c.p).version, (s.p).version) AS version,
                 coalesce(project_view(c.p), project_view(s.p)) AS json, e.*
            FROM seen s CROSS JOIN verdict v LEFT JOIN changed c ON true LEFT JOIN event e ON true
          """);

  /** Without a team nobody sees it any more; what is in it goes later, in slices. */
  private static final Statement DELETE =
      Statement.of(
          """
          WITH seen AS (
            SELECT p, team_role(p.team_id, $1) AS role FROM project p
             WHERE p.id = $2 AND team_role(p.team_id, $1) IS NOT NULL
          ), verdict AS (
            SELECT CASE WHEN role <> 'ADMIN' THEN 'FORBIDDEN'
                        WHEN (p).version <> $3 THEN 'STALE' END AS refusal
              FROM seen
          ), gone AS (
            UPDATE project SET team_id = NULL, version = version + 1, updated_at = now()
              FROM verdict v WHERE id = $2 AND v.refusal IS NULL
            RETURNING id
          ), event AS (
            SELECT e.* FROM gone g, seen s,
                   append_all(ARRAY[g.id, (s.p).team_id], 'project.deleted', $1, g.id,
                              '{"id":"' || g.id || '"}') e
          )
          SELECT v.refusal, NULL AS blockers, (s.p).id, (s.p).version, project_view(s.p) AS json, e.*
            FROM seen s CROSS JOIN verdict v LEFT JOIN event e ON true
          """);

  /** What is left of deleted projects. */
  static final Statement OUTLIVED = Statement.of("SELECT purge_deleted_projects($1) AS taken");

  /** A project's story is told to whoever works in it and to its team. */
  private static final String LOCK_WITH_TEAM =
      """
      SELECT id FROM stream WHERE id IN ($1, (SELECT team_id FROM project WHERE id = $1))
       ORDER BY id FOR UPDATE
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
        .map(rows -> Pages.positionedUnlessAbsent(rows, page.limit()));
  }

  Future<Optional<Resource>> findIfMember(UUID user, UUID project) {
    return reads
        .first(BY_ID, Tuple.of(user, project))
        .map(row -> row.map(PgOrganizationStore::toResource));
  }

  /**
   * Changes a project. Members rename it, admins do all; an archived one must be restored first.
   */
  Future<Optional<Written>> updateIfVersion(UUID user, PatchProject command) {
    ProjectPatch patch = command.patch();
    return writes
        .runLocked(
            new Lock(LOCK_WITH_TEAM, Tuple.of(command.projectId())),
            UPDATE,
            Tuple.of(user, command.projectId(), command.version())
                .addString(patch.name() == null ? null : patch.name().value())
                .addBoolean(patch.archived() == null ? null : patch.archived().value())
                .addString(patch.workflow() == null ? null : patch.workflow().value()))
        .map(rows -> Written.ofAll(rows, user));
  }

  /** Deletes a project with everything in it. For the team's admins. */
  Future<Optional<Written>> deleteIfVersion(UUID user, DeleteProject command) {
    return writes
        .runLocked(
            new Lock(LOCK_WITH_TEAM, Tuple.of(command.projectId())),
            DELETE,
            Tuple.of(user, command.projectId(), command.version()))
        .map(rows -> Written.ofAll(rows, user));
  }
}
