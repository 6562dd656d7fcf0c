package io.teamflow.task;

import io.teamflow.codecs.bus.Caller;
import io.teamflow.codecs.bus.PageRequest;
import io.teamflow.codecs.bus.Resource;
import io.teamflow.codecs.bus.ResourcePage;
import io.teamflow.codecs.stream.EventType;
import io.teamflow.codecs.stream.StreamId;
import io.teamflow.codecs.task.CreateTeam;
import io.teamflow.codecs.task.DeleteTeam;
import io.teamflow.codecs.task.PatchTeam;
import io.teamflow.stream.database.Database;
import io.teamflow.stream.database.Lock;
import io.teamflow.stream.database.Reads;
import io.teamflow.stream.database.Statement;
import io.teamflow.stream.database.Writes;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import java.util.UUID;

/** Teams in PostgreSQL. */
final class PgTeamStore {
  private static final Statement INSERT =
      Statement.of(
          """
          WITH access AS (
            SELECT organization_id FROM organization_member
             WHERE organization_id = $3 AND user_id = $1
          ), known AS (
            SELECT t FROM team t JOIN access USING (organization_id) WHERE t.id = $2
          ), created AS (
            INSERT INTO team (id, organization_id, name)
            SELECT $2, organization_id, $4 FROM access WHERE NOT EXISTS (SELECT FROM known)
            RETURNING team AS t
          ), stream AS (
            INSERT INTO stream (id, kind) SELECT (t).id, 'team' FROM created
          ), admin AS (
            INSERT INTO team_member (team_id, user_id, role) SELECT (t).id, $1, 'ADMIN' FROM created
          ), rendered AS (
            SELECT (t).id, team_view(t, NULL) AS payload FROM created
          ), event AS (
            SELECT r.id, r.payload, a.seq, a.at
              FROM rendered r, append($3, 'team.created', $1, r.id, r.payload) a
          ), result AS (
            SELECT t FROM created UNION ALL SELECT t FROM known
          )
          SELECT NULL AS refusal, (t).id, (t).version, team_view(t, 'ADMIN') AS json,
                 $3::uuid AS stream_id, e.seq, e.at, e.payload
            FROM result LEFT JOIN event e ON true
          """);
  private static final String OF_ORGANIZATION =
      """
      WITH access AS (
        SELECT m.organization_id, s.head, stream_epoch() AS epoch
          FROM organization_member m JOIN stream s ON s.id = m.organization_id
         WHERE m.organization_id = $2 AND m.user_id = $1
      ), page AS (
        SELECT t, team_role(t.id, $1) AS role FROM team t JOIN access USING (organization_id)
         WHERE t.id > $3 AND team_role(t.id, $1) IS NOT NULL
         ORDER BY t.id LIMIT $4 + 1
      )
      SELECT epoch, head, (t).id::text AS cursor, team_view(t, role) AS json
        FROM access LEFT JOIN page ON true ORDER BY (t).id
      """;
  private static final String BY_ID =
      """
      SELECT t.id, t.version, team_view(t, team_role(t.id, $1)) AS json
        FROM team t WHERE t.id = $2 AND team_role(t.id, $1) IS NOT NULL
      """;
  private static final Statement UPDATE =
      Statement.of(
          """
          WITH seen AS (
            SELECT t, team_role(t.id, $1) AS role FROM team t
             WHERE t.id = $2 AND team_role(t.id, $1) IS NOT NULL
          ), verdict AS (
            SELECT CASE WHEN role <> 'ADMIN' THEN 'FORBIDDEN'
                        WHEN (t).version <> $3 AND (t).name <> $4 THEN 'STALE' END AS refusal,
                   (t).name = $4 AS same
              FROM seen
          ), changed AS (
            UPDATE team SET name = $4, version = version + 1 FROM verdict v
             WHERE id = $2 AND v.refusal IS NULL AND NOT v.same
            RETURNING team AS t
          ), event AS (
            SELECT e.* FROM changed c,
                   append_all(ARRAY[(c.t).id, (c.t).organization_id], 'team.updated', $1, $2,
                              team_view(c.t, NULL)) e
          )
          SELECT v.refusal, NULL AS blockers, (s.t).id, coalesce((c.t).version, (s.t).version) AS version,
                 coalesce(team_view(c.t, s.role), team_view(s.t, s.role)) AS json, e.*
            FROM seen s CROSS JOIN verdict v LEFT JOIN changed c ON true LEFT JOIN event e ON true
          """);
  private static final Statement DELETE =
      Statement.of(
          """
          WITH seen AS (
            SELECT t, team_role(t.id, $1) AS role FROM team t
             WHERE t.id = $2 AND team_role(t.id, $1) IS NOT NULL
          ), blockers AS (
            SELECT string_agg(name, ', ') AS names
              FROM (SELECT name FROM project WHERE team_id = $2 ORDER BY id LIMIT 20) p
          ), verdict AS (
            SELECT CASE WHEN role <> 'ADMIN' THEN 'FORBIDDEN'
                        WHEN (t).version <> $3 THEN 'STALE'
                        WHEN names IS NOT NULL THEN 'HAS_PROJECTS' END AS refusal
              FROM seen, blockers
          ), gone AS (
            DELETE FROM team USING verdict v WHERE id = $2 AND v.refusal IS NULL
            RETURNING id, organization_id
          ), event AS (
            SELECT e.* FROM gone g,
                   append_all(ARRAY[g.id, g.organization_id], 'team.deleted', $1, g.id,
                              '{"id":"' || g.id || '"}') e
          )
          SELECT v.refusal, b.names AS blockers, (s.t).id, (s.t).version,
                 team_view(s.t, s.role) AS json, e.*
            FROM seen s CROSS JOIN verdict v CROSS JOIN blockers b LEFT JOIN event e ON true
          """);

  /** A team's story is told to its members and to its organization. */
  private static final String LOCK_WITH_ORGANIZATION =
      """
      SELECT id FROM stream WHERE id IN ($1, (SELECT organization_id FROM team WHERE id = $1))
       ORDER BY id FOR UPDATE
      """;

  private final Reads reads;
  private final Writes writes;

  PgTeamStore(Database database) {
    reads = database.reads();
    writes = database.writes();
  }

  /** Creates a team; a repeated command finds the one that it created. */
  Future<Optional<Written>> insertIfOrganizationMember(Caller caller, CreateTeam command) {
    UUID user = caller.user();
    return writes
        .create(
            caller,
            command.id(),
            Lock.stream(command.organizationId()),
            INSERT,
            Tuple.of(user, command.id(), command.organizationId(), command.name()))
        .compose(
            creation ->
                Written.of(
                    creation,
                    r -> Written.of(r, StreamId.Kind.ORGANIZATION, EventType.TEAM_CREATED, user),
                    id -> findIfMember(user, id)));
  }

  /** The teams of an organization that the user may see: an owner or admin sees them all. */
  Future<Optional<ResourcePage>> listIfOrganizationMember(
      UUID user, UUID organization, PageRequest page) {
    return reads
        .list(
            OF_ORGANIZATION,
            Tuple.of(user, organization, Pages.idAfter(page.cursor()), page.limit()))
        .map(rows -> Pages.positionedUnlessAbsent(rows, page.limit()));
  }

  Future<Optional<Resource>> findIfMember(UUID user, UUID team) {
    return reads
        .first(BY_ID, Tuple.of(user, team))
        .map(row -> row.map(PgOrganizationStore::toResource));
  }

  /** Renames a team. For its admins. */
  Future<Optional<Written>> updateIfVersion(UUID user, PatchTeam command) {
    return writes
        .runLocked(
            new Lock(LOCK_WITH_ORGANIZATION, Tuple.of(command.teamId())),
            UPDATE,
            Tuple.of(user, command.teamId(), command.version(), command.name()))
        .map(rows -> Written.ofAll(rows, user));
  }

  /** Deletes a team that has no projects. For its admins. */
  Future<Optional<Written>> deleteIfVersion(UUID user, DeleteTeam command) {
    return writes
        .runLocked(
            new Lock(LOCK_WITH_ORGANIZATION, Tuple.of(command.teamId())),
            DELETE,
            Tuple.of(user, command.teamId(), command.version()))
        .map(rows -> Written.ofAll(rows, user));
  }
}
