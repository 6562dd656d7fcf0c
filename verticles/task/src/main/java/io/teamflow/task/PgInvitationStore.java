package io.teamflow.task;

import com.github.f4b6a3.uuid.UuidCreator;
import io.teamflow.codecs.auth.EmailKey;
import io.teamflow.codecs.bus.Caller;
import io.teamflow.codecs.bus.PageRequest;
import io.teamflow.codecs.bus.ResourcePage;
import io.teamflow.codecs.task.CreateInvitation;
import io.teamflow.stream.database.Database;
import io.teamflow.stream.database.Lock;
import io.teamflow.stream.database.Reads;
import io.teamflow.stream.database.Statement;
import io.teamflow.stream.database.Writes;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import java.util.UUID;

/**
 * Invitations in PostgreSQL. Only a team's admins know of them, so no stream tells of one before it
 * is accepted; nothing here depends on whether the address has an account.
 */
final class PgInvitationStore {
  /** $1 user, $2 id, $3 team, $4 e-mail, $5 its key, $6 role, $7 id of the mail. */
  private static final Statement INSERT =
      Statement.of(
          """
          WITH access AS (
            SELECT team_role($3, $1) AS role WHERE team_role($3, $1) IS NOT NULL
          ), known AS (
            SELECT i FROM invitation i, access a
             WHERE i.id = $2 AND i.team_id = $3 AND a.role = 'ADMIN'
          ), verdict AS (
            SELECT CASE
                     WHEN role <> 'ADMIN' THEN 'FORBIDDEN'
                     WHEN (SELECT count(*) FROM invitation
                            WHERE team_id = $3 AND closed_at IS NULL AND expires_at > now()
                              AND email_key <> $5) >= 100
                       OR (SELECT count(*) FROM invitation
                            WHERE team_id = $3 AND created_at > now() - interval '1 hour') >= 200
                       THEN 'TOO_MANY_INVITATIONS' END AS refusal
              FROM access
          ), go AS (
            SELECT $2::uuid AS id FROM verdict WHERE refusal IS NULL AND NOT EXISTS (SELECT FROM known)
          ), replaced AS (
            UPDATE invitation SET closed_at = now() FROM go
             WHERE team_id = $3 AND email_key = $5 AND closed_at IS NULL
            RETURNING invitation.id
          ), created AS (
            INSERT INTO invitation (id, team_id, email, email_key, role, invited_by)
            SELECT go.id, $3, $4, $5, $6, $1 FROM go WHERE (SELECT count(*) FROM replaced) >= 0
            RETURNING invitation AS i
          ), mailed AS (
            INSERT INTO mail (id, kind, invitation_id) SELECT $7, 'INVITATION', (i).id FROM created
          ), result AS (
            SELECT i FROM created UNION ALL SELECT i FROM known
          )
          SELECT CASE WHEN r.i IS NULL THEN v.refusal END AS refusal, NULL AS blockers,
                 (r.i).id, 1::bigint AS version, invitation_view(r.i) AS json, NULL::bigint AS seq
            FROM verdict v LEFT JOIN result r ON true
          """);

  /** $1 user, $2 invitation. */
  private static final String BY_ID =
      """
      SELECT i.id, 1::bigint AS version, invitation_view(i) AS json FROM invitation i
       WHERE i.id = $2 AND team_role(i.team_id, $1) = 'ADMIN'
      """;

  private static final String OF_TEAM =
      """
      WITH access AS (
        SELECT team_role($2, $1) AS role WHERE team_role($2, $1) IS NOT NULL
      ), page AS (
        SELECT i FROM invitation i, access a
         WHERE i.team_id = $2 AND a.role = 'ADMIN' AND i.closed_at IS NULL AND i.expires_at > now()
           AND i.id > $3
         ORDER BY i.id LIMIT $4 + 1
      )
      SELECT a.role, (i).id::text AS cursor, invitation_view(i) AS json
        FROM access a LEFT JOIN page ON true ORDER BY (i).id
      """;

  /** $1 user, $2 invitation. */
  private static final Statement REVOKE =
      Statement.of(
          """
          WITH seen AS (
            SELECT i.id, team_role(i.team_id, $1) AS role FROM invitation i
             WHERE i.id = $2 AND i.closed_at IS NULL AND i.expires_at > now()
               AND team_role(i.team_id, $1) IS NOT NULL
          ), revoked AS (
            UPDATE invitation i SET closed_at = now() FROM seen s
             WHERE i.id = s.id AND s.role = 'ADMIN'
          )
          SELECT CASE WHEN role <> 'ADMIN' THEN 'FORBIDDEN' END AS refusal, NULL AS blockers,
                 id, 1::bigint AS version, NULL AS json, NULL::bigint AS seq
            FROM seen
          """);

  /** $1 user, $2 hash of the token, $3 address and $4 device that asked. */
  private static final Statement ACCEPT =
      Statement.of(
          """
          WITH seen AS (
            SELECT i.id, i.role, t, a.id IS NOT NULL AS mine
              FROM invitation i JOIN team t ON t.id = i.team_id
              LEFT JOIN account a ON a.id = $1 AND a.email_key = i.email_key AND a.deleted_at IS NULL
             WHERE i.id = (SELECT invitation_id FROM mail_token
                            WHERE hash = $2 AND kind = 'INVITATION')
               AND i.closed_at IS NULL AND i.expires_at > now()
          ), used AS (
            UPDATE invitation i SET closed_at = now() FROM seen s WHERE i.id = s.id AND s.mine
            RETURNING i.id
          ), proved AS (
            UPDATE account a SET email_verified_at = now(), version = version + 1 FROM used
             WHERE a.id = $1 AND a.email_verified_at IS NULL
            RETURNING a.id
          ), audited AS (
            INSERT INTO audit (account_id, action, address, device)
            SELECT id, 'VERIFY_EMAIL', $3, $4 FROM proved
          ), enrolled AS (
            INSERT INTO organization_member (organization_id, user_id, role)
            SELECT (s.t).organization_id, $1, 'MEMBER' FROM used, seen s WHERE s.role <> 'GUEST'
            ON CONFLICT DO NOTHING
            RETURNING organization_id
          ), joined AS (
            INSERT INTO team_member (team_id, user_id, role)
            SELECT (s.t).id, $1, s.role FROM used, seen s
            ON CONFLICT DO NOTHING
            RETURNING team_id, role
          ), event AS (
            SELECT e.* FROM enrolled o,
                   append_all(ARRAY[o.organization_id, $1], 'member.added', $1, $1,
                              member_told('organizationId', o.organization_id, $1, 'MEMBER')) e
            UNION ALL
            SELECT e.* FROM joined j,
                   append_all(ARRAY[j.team_id, $1], 'member.added', $1, $1,
                              member_told('teamId', j.team_id, $1, j.role)) e
          )
          SELECT CASE WHEN NOT s.mine THEN 'OTHER_ADDRESS' END AS refusal, NULL AS blockers,
                 (s.t).id, (s.t).version,
                 team_view(s.t, coalesce(team_role((s.t).id, $1), s.role)) AS json, e.*
            FROM seen s LEFT JOIN event e ON true
          """);

  private static final String LOCK_OF_INVITATION =
      """
      SELECT id FROM stream WHERE id = (SELECT team_id FROM invitation WHERE id = $1) FOR UPDATE
      """;

  /** The team, its organization, and the person: $1 user, $2 hash of the token. */
  private static final String LOCK_OF_TOKEN =
      """
      SELECT id FROM stream WHERE id IN (
        SELECT unnest(ARRAY[t.id, t.organization_id, $1::uuid])
          FROM mail_token k JOIN invitation i ON i.id = k.invitation_id
          JOIN team t ON t.id = i.team_id
         WHERE k.hash = $2)
      ORDER BY id FOR UPDATE
      """;

  private final Reads reads;
  private final Writes writes;

  PgInvitationStore(Database database) {
    reads = database.reads();
    writes = database.writes();
  }

  /** Invites an address and asks for the mail. For the team's admins. */
  Future<Optional<Written>> insertIfAdmin(Caller caller, CreateInvitation command) {
    UUID user = caller.user();
    return writes
        .create(
            caller,
            command.id(),
            Lock.stream(command.teamId()),
            INSERT,
            Tuple.of(
                    user,
                    command.id(),
                    command.teamId(),
                    command.email(),
                    EmailKey.of(command.email()),
                    command.role().name())
                .addUUID(UuidCreator.getTimeOrderedEpoch()))
        .compose(
            creation ->
                Written.ofRows(
                    creation,
                    rows -> Written.ofAll(rows, user),
                    id ->
                        reads
                            .first(BY_ID, Tuple.of(user, id))
                            .map(row -> row.map(PgOrganizationStore::toResource))));
  }

  /**
   * The open invitations, for the team's admins.
   *
   * @return empty when the user is no member; FORBIDDEN when no admin
   */
  Future<Optional<ResourcePage>> listIfAdmin(UUID user, UUID team, PageRequest page) {
    return reads
        .list(OF_TEAM, Tuple.of(user, team, Pages.idAfter(page.cursor()), page.limit()))
        .map(
            rows -> {
              if (!rows.isEmpty() && !"ADMIN".equals(rows.getFirst().getString("role"))) {
                throw Refusal.FORBIDDEN.toFailure(null, "");
              }
              return Pages.unlessAbsent(rows, page.limit());
            });
  }

  /** Ends an open invitation. For the team's admins; empty when none is open. */
  Future<Optional<Written>> revokeIfAdmin(UUID user, UUID invitation) {
    return writes
        .runLocked(
            new Lock(LOCK_OF_INVITATION, Tuple.of(invitation)), REVOKE, Tuple.of(user, invitation))
        .map(rows -> Written.ofAll(rows, user));
  }

  /** Lets the invited person in, once; empty when the token opens nothing. */
  Future<Optional<Written>> accept(Caller caller, Buffer hash) {
    return writes
        .runLocked(
            new Lock(LOCK_OF_TOKEN, Tuple.of(caller.user(), hash)),
            ACCEPT,
            Tuple.of(caller.user(), hash, caller.remoteAddress(), caller.userAgent()))
        .map(rows -> Written.ofAll(rows, caller.user()));
  }
}
