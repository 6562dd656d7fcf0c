package io.teamflow.auth;

import io.teamflow.codecs.auth.SessionView;
import io.teamflow.codecs.auth.UserView;
import io.teamflow.stream.database.Database;
import io.teamflow.stream.database.Lock;
import io.teamflow.stream.database.Purge;
import io.teamflow.stream.database.Reads;
import io.teamflow.stream.database.Statement;
import io.teamflow.stream.database.Writes;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Sessions and their refresh tokens in PostgreSQL. */
final class PgSessionStore {
  /** The lock makes a change of the password wait for this session, or this session see it. */
  private static final Statement INSERT_IF_PASSWORD_VERSION =
      Statement.of(
          """
          WITH a AS (
            SELECT id FROM account WHERE id = $2 AND password_version = $6 FOR SHARE
          )
          SELECT begin_session($1, a.id, $3, $4, $5, 'LOGIN') FROM a
          """);

  private static final Statement REVOKE =
      Statement.of(
          """
          WITH s AS (
            UPDATE session SET revoked_at = coalesce(revoked_at, now())
             WHERE id = $2 AND account_id = $1
            RETURNING id, account_id
          ), audited AS (
            INSERT INTO audit (account_id, action, address, device)
            SELECT account_id, $3, $4, $5 FROM s
          )
          SELECT id FROM s
          """);
  private static final Statement REVOKE_ALL =
      Statement.of(
          """
          WITH open AS (
            SELECT id FROM session
             WHERE account_id = $1 AND revoked_at IS NULL ORDER BY id FOR UPDATE
          ), a AS (
            SELECT $1::uuid AS id
          ), audited AS (
            INSERT INTO audit (account_id, action, address, device)
            SELECT id, 'LOGOUT_ALL', $2, $3 FROM a
          )
          UPDATE session s SET revoked_at = now() FROM open WHERE s.id = open.id
          """);
  private static final String OPEN =
      """
      SELECT id, device, address, created_at, last_seen_at, id = $2 AS current
        FROM session WHERE account_id = $1 AND revoked_at IS NULL AND expires_at > now()
       ORDER BY last_seen_at DESC, id DESC LIMIT 200
      """;

  private static final String LOCK_SESSION_OF_TOKEN =
      """
      SELECT id FROM session
       WHERE id = (SELECT session_id FROM refresh_token WHERE hash = $1) FOR UPDATE
      """;

  /**
   * A used token is a lost answer within ten seconds while none of its successors was used. Of
   * several successors only the first to be used goes on: two lines from one token have two
   * holders. Everything else was stolen, and the session ends.
   */
  private static final Statement ROTATE =
      Statement.of(
          """
          WITH token AS (
            SELECT r.session_id, s.account_id, CASE
                     WHEN s.revoked_at IS NOT NULL OR s.expires_at <= now() THEN 'ended'
                     WHEN r.used_at IS NULL AND NOT EXISTS (
                            SELECT FROM refresh_token sibling
                             WHERE sibling.parent = r.parent
                               AND sibling.used_at IS NOT NULL) THEN 'fresh'
                     WHEN r.used_at > now() - interval '10 seconds' AND NOT EXISTS (
                            SELECT FROM refresh_token child
                             WHERE child.parent = r.hash
                               AND child.used_at IS NOT NULL) THEN 'repeated'
                     ELSE 'stolen' END AS verdict
              FROM refresh_token r JOIN session s ON s.id = r.session_id
             WHERE r.hash = $1
          ), ended AS (
            UPDATE session s SET revoked_at = now() FROM token t
             WHERE s.id = t.session_id AND t.verdict = 'stolen'
            RETURNING s.account_id
          ), audited AS (
            INSERT INTO audit (account_id, action, address, device)
            SELECT account_id, 'REUSE_REFRESH_TOKEN', $3, $4 FROM ended
          ), seen AS (
            UPDATE session s SET last_seen_at = now(), address = $3 FROM token t
             WHERE s.id = t.session_id AND t.verdict IN ('fresh', 'repeated')
          ), used AS (
            UPDATE refresh_token r SET used_at = now()
              FROM token t WHERE r.hash = $1 AND t.verdict = 'fresh'
          ), issued AS (
            INSERT INTO refresh_token (hash, session_id, parent)
            SELECT $2, session_id, $1 FROM token WHERE verdict IN ('fresh', 'repeated')
          )
          SELECT a.id, a.email, a.name, t.session_id
            FROM token t JOIN account a ON a.id = t.account_id
           WHERE t.verdict IN ('fresh', 'repeated')
          """);

  /** Kept for a while after their end: they tell a known place from a new one. */
  static final Statement OUTLIVED =
      Purge.of("session", "least(expires_at, revoked_at) < now() - interval '90 days'");

  /**
   * A session has some thousand in its time of 30 days. While it lasts, each tells a thief from its
   * owner.
   */
  static final Statement OUTLIVED_TOKENS =
      Purge.of("refresh_token", "issued_at < now() - interval '31 days'");

  /** A session that goes on. */
  record Session(UUID sessionId, UserView user) {}

  private final Reads reads;
  private final Writes writes;

  PgSessionStore(Database database) {
    reads = database.reads();
    writes = database.writes();
  }

  /** Begins a session; false when the password was changed since it was checked. */
  Future<Boolean> insertIfPasswordVersion(PgAccountStore.Found account, NewSession session) {
    return writes
        .runOne(
            INSERT_IF_PASSWORD_VERSION,
            Tuple.of(
                session.id(),
                account.user().id(),
                session.refreshToken().hash(),
                session.origin().address(),
                session.origin().device(),
                account.passwordVersion()))
        .map(Optional::isPresent);
  }

  /** Replaces a refresh token; empty when it is unknown, ended or was used before. */
  Future<Optional<Session>> rotate(Buffer hash, OpaqueToken successor, Origin origin) {
    return writes
        .runLockedOne(
            new Lock(LOCK_SESSION_OF_TOKEN, Tuple.of(hash)),
            ROTATE,
            Tuple.of(hash, successor.hash(), origin.address(), origin.device()))
        .map(row -> row.map(r -> new Session(r.getUUID("session_id"), PgAccountStore.toUser(r))));
  }

  /**
   * Ends a session; false when the account has none of this id.
   *
   * @param action how the audit log calls it
   */
  Future<Boolean> revoke(UUID account, UUID session, Audit action, Origin origin) {
    return writes
        .runOne(
            REVOKE, Tuple.of(account, session, action.name(), origin.address(), origin.device()))
        .map(Optional::isPresent);
  }

  Future<Void> revokeAll(UUID account, Origin origin) {
    return writes.run(REVOKE_ALL, Tuple.of(account, origin.address(), origin.device())).mapEmpty();
  }

  /** The sessions that have not ended, the one seen last first. */
  Future<List<SessionView>> list(UUID account, @Nullable UUID current) {
    return reads
        .list(OPEN, Tuple.of(account, current))
        .map(rows -> rows.stream().map(PgSessionStore::toView).toList());
  }

  private static SessionView toView(Row row) {
    return new SessionView(
        row.getUUID("id"),
        row.getString("device"),
        row.getString("address"),
        row.getOffsetDateTime("created_at").toInstant(),
        row.getOffsetDateTime("last_seen_at").toInstant(),
        Boolean.TRUE.equals(row.getBoolean("current")));
  }
}
