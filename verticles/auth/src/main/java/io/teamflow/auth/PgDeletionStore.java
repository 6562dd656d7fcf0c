package io.teamflow.auth;

import io.teamflow.stream.database.Database;
import io.teamflow.stream.database.Lock;
import io.teamflow.stream.database.Statement;
import io.teamflow.stream.database.Writes;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The end of an account. Its row stays without anything personal, because what it wrote names it;
 * everything that signs in is deleted, and who shared a team or an organization with it is told.
 */
final class PgDeletionStore {
  private static final String LOCK_MEMBERSHIPS =
      """
      SELECT id FROM stream WHERE id IN (
        SELECT team_id FROM team_member WHERE user_id = $1
        UNION ALL SELECT organization_id FROM organization_member WHERE user_id = $1)
      ORDER BY id FOR UPDATE
      """;
  private static final Statement DELETE =
      Statement.of(
          """
          WITH s AS (
            SELECT account_id FROM fresh_session($1, $2)
          ), needed AS (
            SELECT o.name FROM organization_member m JOIN organization o ON o.id = m.organization_id
             WHERE m.user_id = $1 AND m.role = 'OWNER' AND NOT EXISTS (
                   SELECT FROM organization_member other
                    WHERE other.organization_id = o.id AND other.role = 'OWNER' AND other.user_id <> $1)
            UNION ALL
            SELECT t.name FROM team_member m JOIN team t ON t.id = m.team_id
             WHERE m.user_id = $1 AND m.role = 'ADMIN' AND NOT EXISTS (
                   SELECT FROM team_member other
                    WHERE other.team_id = t.id AND other.role = 'ADMIN' AND other.user_id <> $1)
            LIMIT 20
          ), go AS (
            SELECT account_id FROM s WHERE NOT EXISTS (SELECT FROM needed)
          ), a AS (
            UPDATE account a
               SET email = 'deleted', email_key = 'deleted:' || a.id, name = 'Deleted account',
                   password_hash = NULL, password_version = password_version + 1,
                   email_verified_at = NULL, deleted_at = now(), version = version + 1
              FROM go WHERE a.id = go.account_id
            RETURNING a.id
          ), sessions AS (
            DELETE FROM session x USING go WHERE x.account_id = go.account_id
          ), tokens AS (
            DELETE FROM personal_token x USING go WHERE x.account_id = go.account_id
          ), identities AS (
            DELETE FROM identity x USING go WHERE x.account_id = go.account_id
          ), factor AS (
            DELETE FROM totp x USING go WHERE x.account_id = go.account_id
          ), codes AS (
            DELETE FROM recovery_code x USING go WHERE x.account_id = go.account_id
          ), mails AS (
            DELETE FROM mail x USING go WHERE x.account_id = go.account_id
          ), proofs AS (
            DELETE FROM mail_token x USING go WHERE x.account_id = go.account_id
          ), organizations AS (
            DELETE FROM organization_member m USING go WHERE m.user_id = go.account_id
            RETURNING m.organization_id
          ), teams AS (
            DELETE FROM team_member m USING go WHERE m.user_id = go.account_id RETURNING m.team_id
          ), events AS (
            SELECT count(e.seq)
              FROM (SELECT 'organizationId' AS place, organization_id AS id FROM organizations
                    UNION ALL SELECT 'teamId', team_id FROM teams) AS l,
                   append(l.id, 'member.removed', $1, $1, member_told(l.place, l.id, $1, NULL)) e
          ), audited AS (
            INSERT INTO audit (account_id, action, address, device)
            SELECT id, 'DELETE_ACCOUNT', $3, $4 FROM a
          )
          SELECT ARRAY(SELECT name FROM needed) AS needed, events.count FROM s, events
          """);

  private final Writes writes;

  PgDeletionStore(Database database) {
    writes = database.writes();
  }

  /**
   * Deletes an account, unless an organization or a team would be left without anybody in charge.
   *
   * @return the names of those, empty when the account is deleted; absent when the session is not
   *     fresh
   */
  Future<Optional<List<String>>> deleteIfNotNeeded(
      UUID account, @Nullable UUID session, Origin origin) {
    return writes
        .runLockedOne(
            new Lock(LOCK_MEMBERSHIPS, Tuple.of(account)),
            DELETE,
            Tuple.of(account, session, origin.address(), origin.device()))
        .map(row -> row.map(r -> List.of(r.getArrayOfStrings("needed"))));
  }
}
