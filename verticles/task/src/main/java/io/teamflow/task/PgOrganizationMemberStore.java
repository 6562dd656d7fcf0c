package io.teamflow.task;

import io.teamflow.codecs.bus.PageRequest;
import io.teamflow.codecs.bus.ResourcePage;
import io.teamflow.codecs.task.PatchOrganizationMember;
import io.teamflow.codecs.task.RemoveOrganizationMember;
import io.teamflow.stream.database.Database;
import io.teamflow.stream.database.Lock;
import io.teamflow.stream.database.Reads;
import io.teamflow.stream.database.Statement;
import io.teamflow.stream.database.Writes;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The members of organizations in PostgreSQL. */
final class PgOrganizationMemberStore {
  private static final String MEMBERS =
      """
      WITH access AS (
        SELECT m.organization_id, s.head, stream_epoch() AS epoch
          FROM organization_member m JOIN stream s ON s.id = m.organization_id
         WHERE m.organization_id = $2 AND m.user_id = $1
      ), page AS (
        SELECT m.user_id, member_view(m.user_id, a.name, m.role, m.joined_at) AS json
          FROM access JOIN organization_member m USING (organization_id)
          JOIN account a ON a.id = m.user_id
         WHERE m.user_id > $3 ORDER BY m.user_id LIMIT $4 + 1
      )
      SELECT epoch, head, user_id::text AS cursor, json
        FROM access LEFT JOIN page ON true ORDER BY user_id
      """;

  /** $1 user, $2 organization, $3 member, $4 role. */
  private static final Statement UPDATE_ROLE =
      Statement.of(
          """
          WITH me AS (
            SELECT role FROM organization_member WHERE organization_id = $2 AND user_id = $1
          ), target AS (
            SELECT m.role, m.joined_at, a.name
              FROM me, organization_member m JOIN account a ON a.id = m.user_id
             WHERE m.organization_id = $2 AND m.user_id = $3
          ), verdict AS (
            SELECT CASE
                     WHEN me.role = 'MEMBER' OR role_rank(t.role) > role_rank(me.role)
                       OR role_rank($4) > role_rank(me.role) THEN 'FORBIDDEN'
                     WHEN t.role = 'OWNER' AND $4 <> 'OWNER' AND NOT EXISTS (
                            SELECT FROM organization_member
                             WHERE organization_id = $2 AND role = 'OWNER' AND user_id <> $3)
                       THEN 'LAST_OWNER' END AS refusal
              FROM me, target t
          ), changed AS (
            UPDATE organization_member m SET role = $4 FROM verdict v
             WHERE m.organization_id = $2 AND m.user_id = $3 AND m.role <> $4 AND v.refusal IS NULL
            RETURNING m.user_id
          ), event AS (
            SELECT e.* FROM changed,
                   append_all(ARRAY[$2, $3], 'member.updated', $1, $3,
                              member_told('organizationId', $2, $3, $4)) e
          )
          SELECT v.refusal, NULL AS blockers, $3::uuid AS id, 0::bigint AS version,
                 member_view($3, t.name, $4, t.joined_at) AS json, e.*
            FROM verdict v CROSS JOIN target t LEFT JOIN event e ON true
          """);

  /**
   * $1 user, $2 organization, $3 member. Where the one who is taken out was a team's last admin,
   * the one who takes them out is its admin from now on.
   */
  private static final Statement DELETE =
      Statement.of(
          """
          WITH me AS (
            SELECT role FROM organization_member WHERE organization_id = $2 AND user_id = $1
          ), target AS (
            SELECT m.role FROM me, organization_member m
             WHERE m.organization_id = $2 AND m.user_id = $3
          ), teams AS (
            SELECT t.id, t.name, m.role = 'ADMIN' AND NOT EXISTS (
                     SELECT FROM team_member
                      WHERE team_id = t.id AND role = 'ADMIN' AND user_id <> $3) AS last_admin
              FROM team_member m JOIN team t ON t.id = m.team_id
             WHERE t.organization_id = $2 AND m.user_id = $3
          ), blockers AS (
            SELECT string_agg(name, ', ') AS names
              FROM (SELECT name FROM teams WHERE last_admin ORDER BY id LIMIT 20) t
          ), verdict AS (
            SELECT CASE
                     WHEN $1 <> $3 AND (me.role = 'MEMBER' OR role_rank(t.role) > role_rank(me.role))
                       THEN 'FORBIDDEN'
                     WHEN t.role = 'OWNER' AND NOT EXISTS (
                            SELECT FROM organization_member
                             WHERE organization_id = $2 AND role = 'OWNER' AND user_id <> $3)
                       THEN 'LAST_OWNER'
                     WHEN $1 = $3 AND names IS NOT NULL THEN 'LAST_ADMIN_OF' END AS refusal
              FROM me, target t, blockers
          ), gone AS (
            DELETE FROM organization_member m USING verdict v
             WHERE m.organization_id = $2 AND m.user_id = $3 AND v.refusal IS NULL
            RETURNING m.user_id
          ), gone_from AS (
            DELETE FROM team_member m USING gone, teams t
             WHERE m.team_id = t.id AND m.user_id = $3
            RETURNING t.id, t.last_admin
          ), heir AS (
            INSERT INTO team_member AS m (team_id, user_id, role)
            SELECT id, $1, 'ADMIN' FROM gone_from WHERE last_admin
            ON CONFLICT (team_id, user_id) DO UPDATE SET role = 'ADMIN'
            RETURNING m.team_id, m.xmax = 0 AS added
          ), event AS (
            SELECT e.* FROM gone,
                   append_all(ARRAY[$2, $3], 'member.removed', $1, $3,
                              member_told('organizationId', $2, $3, NULL)) e
            UNION ALL
            SELECT e.* FROM gone_from g,
                   append_all(ARRAY[g.id, $3], 'member.removed', $1, $3,
                              member_told('teamId', g.id, $3, NULL)) e
            UNION ALL
            SELECT e.* FROM heir h,
                   append_all(ARRAY[h.team_id, $1],
                              CASE WHEN h.added THEN 'member.added' ELSE 'member.updated' END,
                              $1, $1, member_told('teamId', h.team_id, $1, 'ADMIN')) e
          )
          SELECT v.refusal, b.names AS blockers, NULL::uuid AS id, NULL::bigint AS version,
                 NULL AS json, e.*
            FROM verdict v CROSS JOIN blockers b LEFT JOIN event e ON true
          """);

  /** The organization, its teams that somebody is in, and the two people: $1, $2 and $3. */
  private static final String LOCK_OF_MEMBER =
      """
      SELECT id FROM stream WHERE id IN (
        SELECT unnest(ARRAY[$1::uuid, $2, $3])
        UNION ALL
        SELECT t.id FROM team_member m JOIN team t ON t.id = m.team_id
         WHERE t.organization_id = $1 AND m.user_id = $2)
      ORDER BY id FOR UPDATE
      """;

  private final Reads reads;
  private final Writes writes;

  PgOrganizationMemberStore(Database database) {
    reads = database.reads();
    writes = database.writes();
  }

  Future<Optional<ResourcePage>> listIfMember(UUID user, UUID organization, PageRequest page) {
    return reads
        .list(MEMBERS, Tuple.of(user, organization, Pages.idAfter(page.cursor()), page.limit()))
        .map(rows -> Pages.positionedUnlessAbsent(rows, page.limit()));
  }

  /** Gives a role, none above the user's own and to nobody above; the last owner keeps theirs. */
  Future<Optional<Written>> updateRoleIfNotAbove(UUID user, PatchOrganizationMember command) {
    return writes
        .runLocked(
            Lock.streams(List.of(command.organizationId(), command.userId())),
            UPDATE_ROLE,
            Tuple.of(user, command.organizationId(), command.userId(), command.role().name()))
        .map(rows -> Written.ofAll(rows, user));
  }

  /** Takes somebody out of the organization and its teams, nobody above; the last owner stays. */
  Future<Optional<Written>> deleteIfNotAbove(UUID user, RemoveOrganizationMember command) {
    return writes
        .runLocked(
            new Lock(LOCK_OF_MEMBER, Tuple.of(command.organizationId(), command.userId(), user)),
            DELETE,
            Tuple.of(user, command.organizationId(), command.userId()))
        .map(rows -> Written.ofAll(rows, user));
  }
}
