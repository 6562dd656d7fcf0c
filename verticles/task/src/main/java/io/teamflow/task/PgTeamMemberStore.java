package io.teamflow.task;

import io.teamflow.codecs.bus.PageRequest;
import io.teamflow.codecs.bus.ResourcePage;
import io.teamflow.codecs.task.PatchTeamMember;
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

/** The members of teams in PostgreSQL. Their role in the organization is not shown here. */
final class PgTeamMemberStore {
  private static final String MEMBERS =
      """
      WITH access AS (
        SELECT t.id, s.head, stream_epoch() AS epoch FROM team t JOIN stream s USING (id)
         WHERE t.id = $2 AND team_role(t.id, $1) IS NOT NULL
      ), page AS (
        SELECT m.user_id, member_view(m.user_id, a.name, m.role, m.joined_at) AS json
          FROM access t JOIN team_member m ON m.team_id = t.id JOIN account a ON a.id = m.user_id
         WHERE m.user_id > $3 ORDER BY m.user_id LIMIT $4 + 1
      )
      SELECT epoch, head, user_id::text AS cursor, json
        FROM access LEFT JOIN page ON true ORDER BY user_id
      """;

  /** $1 user, $2 team, $3 member, $4 role. */
  private static final Statement UPDATE_ROLE =
      Statement.of(
          """
          WITH target AS (
            SELECT m.role, m.joined_at, a.name, team_role($2, $1) AS mine
              FROM team_member m JOIN account a ON a.id = m.user_id
             WHERE m.team_id = $2 AND m.user_id = $3 AND team_role($2, $1) IS NOT NULL
          ), verdict AS (
            SELECT CASE
                     WHEN mine <> 'ADMIN' THEN 'FORBIDDEN'
                     WHEN role = 'ADMIN' AND $4 <> 'ADMIN' AND NOT EXISTS (
                            SELECT FROM team_member
                             WHERE team_id = $2 AND role = 'ADMIN' AND user_id <> $3)
                       THEN 'LAST_ADMIN' END AS refusal
              FROM target
          ), changed AS (
            UPDATE team_member m SET role = $4 FROM verdict v
             WHERE m.team_id = $2 AND m.user_id = $3 AND m.role <> $4 AND v.refusal IS NULL
            RETURNING m.user_id
          ), event AS (
            SELECT e.* FROM changed,
                   append_all(ARRAY[$2, $3], 'member.updated', $1, $3,
                              member_told('teamId', $2, $3, $4)) e
          )
          SELECT v.refusal, NULL AS blockers, $3::uuid AS id, 0::bigint AS version,
                 member_view($3, t.name, $4, t.joined_at) AS json, e.*
            FROM verdict v CROSS JOIN target t LEFT JOIN event e ON true
          """);

  /** $1 user, $2 team, $3 member. */
  private static final Statement DELETE =
      Statement.of(
          """
          WITH target AS (
            SELECT m.role, team_role($2, $1) AS mine FROM team_member m
             WHERE m.team_id = $2 AND m.user_id = $3 AND team_role($2, $1) IS NOT NULL
          ), verdict AS (
            SELECT CASE
                     WHEN $1 <> $3 AND mine <> 'ADMIN' THEN 'FORBIDDEN'
                     WHEN role = 'ADMIN' AND NOT EXISTS (
                            SELECT FROM team_member
                             WHERE team_id = $2 AND role = 'ADMIN' AND user_id <> $3)
                       THEN 'LAST_ADMIN' END AS refusal
              FROM target
          ), gone AS (
            DELETE FROM team_member m USING verdict v
             WHERE m.team_id = $2 AND m.user_id = $3 AND v.refusal IS NULL
            RETURNING m.user_id
          ), event AS (
            SELECT e.* FROM gone,
                   append_all(ARRAY[$2, $3], 'member.removed', $1, $3,
                              member_told('teamId', $2, $3, NULL)) e
          )
          SELECT v.refusal, NULL AS blockers, NULL::uuid AS id, NULL::bigint AS version,
                 NULL AS json, e.*
            FROM verdict v LEFT JOIN event e ON true
          """);

  private final Reads reads;
  private final Writes writes;

  PgTeamMemberStore(Database database) {
    reads = database.reads();
    writes = database.writes();
  }

  Future<Optional<ResourcePage>> listIfMember(UUID user, UUID team, PageRequest page) {
    return reads
        .list(MEMBERS, Tuple.of(user, team, Pages.idAfter(page.cursor()), page.limit()))
        .map(rows -> Pages.positionedUnlessAbsent(rows, page.limit()));
  }

  /** Gives a role. For the team's admins; the last one keeps theirs. */
  Future<Optional<Written>> updateRoleIfNotLastAdmin(UUID user, PatchTeamMember command) {
    return writes
        .runLocked(
            Lock.streams(List.of(command.teamId(), command.userId())),
            UPDATE_ROLE,
            Tuple.of(user, command.teamId(), command.userId(), command.role().name()))
        .map(rows -> Written.ofAll(rows, user));
  }

  /**
   * Takes a member out: oneself, or anybody for an admin; refuses the last admin. Empty when there
   * is no such member.
   */
  Future<Optional<Written>> deleteIfNotLastAdmin(UUID user, UUID team, UUID member) {
    return writes
        .runLocked(Lock.streams(List.of(team, member)), DELETE, Tuple.of(user, team, member))
        .map(rows -> Written.ofAll(rows, user));
  }
}
