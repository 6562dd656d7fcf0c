package io.teamflow.task;

import io.teamflow.codecs.bus.Caller;
import io.teamflow.codecs.bus.PageRequest;
import io.teamflow.codecs.bus.Resource;
import io.teamflow.codecs.bus.ResourcePage;
import io.teamflow.codecs.stream.EventType;
import io.teamflow.codecs.stream.StreamId;
import io.teamflow.codecs.task.CreateTeam;
import io.teamflow.stream.database.Database;
import io.teamflow.stream.database.Lock;
import io.teamflow.stream.database.Reads;
import io.teamflow.stream.database.Statement;
import io.teamflow.stream.database.Writes;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import java.util.UUID;

/** Teams and their members in PostgreSQL. */
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
        SELECT organization_id FROM organization_member
         WHERE organization_id = $2 AND user_id = $1
      ), page AS (
        SELECT t, team_role(t.id, $1) AS role FROM team t JOIN access USING (organization_id)
         WHERE t.id > $3 AND team_role(t.id, $1) IS NOT NULL
         ORDER BY t.id LIMIT $4 + 1
      )
      SELECT (t).id::text AS cursor, team_view(t, role) AS json
        FROM access LEFT JOIN page ON true ORDER BY (t).id
      """;
  private static final String BY_ID =
      """
      SELECT t.id, t.version, team_view(t, team_role(t.id, $1)) AS json
        FROM team t WHERE t.id = $2 AND team_role(t.id, $1) IS NOT NULL
      """;
  private static final String MEMBERS =
      """
      WITH access AS (
        SELECT id FROM team WHERE id = $2 AND team_role(id, $1) IS NOT NULL
      ), page AS (
        SELECT m.user_id, m.role, m.joined_at, a.name
          FROM access t JOIN team_member m ON m.team_id = t.id JOIN account a ON a.id = m.user_id
         WHERE m.user_id > $3 ORDER BY m.user_id LIMIT $4 + 1
      )
      SELECT user_id::text AS cursor,
             '{"userId":"' || user_id || '","name":' || json_text(name) || ',"role":"' || role
             || '","joinedAt":"' || rfc3339(joined_at) || '"}' AS json
        FROM access LEFT JOIN page ON true ORDER BY user_id
      """;
  private static final Statement LEAVE =
      Statement.of(
          """
          WITH me AS (
            SELECT role = 'ADMIN' AND NOT EXISTS (
                     SELECT FROM team_member
                      WHERE team_id = $2 AND role = 'ADMIN' AND user_id <> $1) AS last_admin
              FROM team_member WHERE team_id = $2 AND user_id = $1
          ), gone AS (
            DELETE FROM team_member m USING me
             WHERE m.team_id = $2 AND m.user_id = $1 AND NOT me.last_admin
            RETURNING '{"userId":"' || m.user_id || '"}' AS payload
          ), event AS (
            SELECT g.payload, a.seq, a.at
              FROM gone g, append($2, 'member.removed', $1, $1, g.payload) a
          )
          SELECT CASE WHEN last_admin THEN 'LAST_ADMIN' END AS refusal,
                 NULL::uuid AS id, NULL::bigint AS version, NULL AS json,
                 $2::uuid AS stream_id, e.seq, e.at, e.payload
            FROM me LEFT JOIN event e ON true
          """);

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
        .map(rows -> Pages.unlessAbsent(rows, page.limit()));
  }

  Future<Optional<Resource>> findIfMember(UUID user, UUID team) {
    return reads
        .first(BY_ID, Tuple.of(user, team))
        .map(row -> row.map(PgOrganizationStore::toResource));
  }

  Future<Optional<ResourcePage>> listMembersIfMember(UUID user, UUID team, PageRequest page) {
    return reads
        .list(MEMBERS, Tuple.of(user, team, Pages.idAfter(page.cursor()), page.limit()))
        .map(rows -> Pages.unlessAbsent(rows, page.limit()));
  }

  /** Takes the user out; refuses the last admin. Empty when the user is no member. */
  Future<Optional<Written>> deleteMemberIfNotLastAdmin(UUID user, UUID team) {
    return writes
        .runLockedOne(Lock.stream(team), LEAVE, Tuple.of(user, team))
        .map(
            row -> row.map(r -> Written.of(r, StreamId.Kind.TEAM, EventType.MEMBER_REMOVED, user)));
  }
}
