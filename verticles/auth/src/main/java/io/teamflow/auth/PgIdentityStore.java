package io.teamflow.auth;

import io.teamflow.auth.oidc.OidcAttempt;
import io.teamflow.auth.oidc.OidcIdentity;
import io.teamflow.codecs.auth.IdentityView;
import io.teamflow.codecs.auth.UserView;
import io.teamflow.stream.database.Database;
import io.teamflow.stream.database.Lock;
import io.teamflow.stream.database.Purge;
import io.teamflow.stream.database.Reads;
import io.teamflow.stream.database.Statement;
import io.teamflow.stream.database.Writes;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Identities at OpenID providers in PostgreSQL, and which attempts to prove one were used. */
final class PgIdentityStore {
  private static final Statement INSERT_ATTEMPT_ONCE =
      Statement.of(
          """
          INSERT INTO oidc_attempt (state_hash, expires_at) VALUES ($1, $2)
          ON CONFLICT DO NOTHING RETURNING state_hash
          """);

  /** An hour, for clocks of nodes that differ from the database's. */
  static final Statement OUTLIVED_ATTEMPTS =
      Purge.of("oidc_attempt", "expires_at < now() - interval '1 hour'");

  private static final Statement INSERT_SESSION =
      Statement.of(
          """
          WITH a AS (
            SELECT a.id, a.email, a.name
              FROM identity i JOIN account a ON a.id = i.account_id
             WHERE i.issuer = $1 AND i.subject = $2
               AND a.deleted_at IS NULL AND a.disabled_at IS NULL
               FOR SHARE OF a
          )
          SELECT id, email, name, begin_session($3, id, $4, $5, $6, 'LOGIN') FROM a
          """);
  private static final Statement INSERT_ACCOUNT =
      Statement.of(
              """
              WITH a AS (
                INSERT INTO account (id, email, email_key, name, email_verified_at)
                VALUES ($1, $2, $3, $4, now())
                RETURNING id
              ), u AS (
                INSERT INTO stream (id, kind) SELECT id, 'user' FROM a
              ), i AS (
                INSERT INTO identity (issuer, subject, account_id, provider, email)
                SELECT $5, $6, id, $7, $2 FROM a
              )
              SELECT begin_session($8, id, $9, $10, $11, 'REGISTER') FROM a
              """)
          .refusing(
              "account_email_key_key",
              "An account has this e-mail address already. Sign in to it, and link this provider"
                  + " there.");
  private static final Statement LINK_IF_SESSION_FRESH =
      Statement.of(
              """
              WITH s AS (
                SELECT account_id FROM fresh_session($3, $4)
              ), linked AS (
                INSERT INTO identity (issuer, subject, account_id, provider, email)
                SELECT $1, $2, account_id, $5, $6 FROM s
                ON CONFLICT (issuer, subject) DO UPDATE SET email = EXCLUDED.email
                 WHERE identity.account_id = EXCLUDED.account_id
                RETURNING account_id
              ), audited AS (
                INSERT INTO audit (account_id, action, address, device)
                SELECT account_id, 'LINK_IDENTITY', $7, $8 FROM linked
              )
              SELECT EXISTS (SELECT FROM s) AS open, EXISTS (SELECT FROM linked) AS linked
              """)
          .refusing(
              "identity_account_id_provider_key",
              "Another identity of this provider is linked with your account. Remove it first.");
  private static final String OF_ACCOUNT =
      """
      SELECT provider, email, created_at FROM identity WHERE account_id = $1
       ORDER BY provider LIMIT 200
      """;
  private static final String LOCK_ACCOUNT = "SELECT FROM account WHERE id = $1 FOR NO KEY UPDATE";
  private static final Statement DELETE_IF_NOT_THE_ONLY_WAY_IN =
      Statement.of(
          """
          WITH deleted AS (
            DELETE FROM identity i USING account a
             WHERE a.id = $1 AND i.account_id = $1 AND i.provider = $2
               AND (a.password_hash IS NOT NULL
                    OR EXISTS (SELECT FROM identity other
                                WHERE other.account_id = $1 AND other.provider <> $2
                                  AND other.issuer = ANY($3)))
            RETURNING i.account_id
          ), audited AS (
            INSERT INTO audit (account_id, action, address, device)
            SELECT account_id, 'REMOVE_IDENTITY', $4, $5 FROM deleted
          )
          SELECT EXISTS (SELECT FROM identity WHERE account_id = $1 AND provider = $2) AS found,
                 EXISTS (SELECT FROM deleted) AS deleted
          """);

  /** What became of linking an identity. */
  enum Linked {
    DONE,
    SESSION_NOT_FRESH,
    BELONGS_TO_ANOTHER
  }

  /** What became of removing an identity. */
  enum Removed {
    DONE,
    ABSENT,
    ONLY_WAY_IN
  }

  private final Reads reads;
  private final Writes writes;

  PgIdentityStore(Database database) {
    reads = database.reads();
    writes = database.writes();
  }

  /** Marks an attempt as used; false when it was before. */
  Future<Boolean> insertAttemptOnce(OidcAttempt attempt) {
    return writes
        .runOne(
            INSERT_ATTEMPT_ONCE,
            Tuple.of(
                OpaqueToken.hashOf(attempt.state().getValue()),
                attempt.expiresAt().atOffset(ZoneOffset.UTC)))
        .map(Optional::isPresent);
  }

  /** Begins a session of the account that an identity signs in to; empty when there is none. */
  Future<Optional<UserView>> insertSession(OidcIdentity identity, NewSession session) {
    return writes
        .runOne(
            INSERT_SESSION,
            Tuple.of(
                identity.issuer(),
                identity.subject(),
                session.id(),
                session.refreshToken().hash(),
                session.origin().address(),
                session.origin().device()))
        .map(row -> row.map(PgAccountStore::toUser));
  }

  /**
   * Opens an account without a password, with its stream, its identity and its first session;
   * CONFLICT when the e-mail is known.
   */
  Future<Void> insertAccount(
      UserView user, String emailKey, String provider, OidcIdentity identity, NewSession session) {
    return writes
        .run(
            INSERT_ACCOUNT,
            Tuple.of(
                user.id(),
                user.email(),
                emailKey,
                user.name(),
                identity.issuer(),
                identity.subject(),
                provider,
                session.id(),
                session.refreshToken().hash(),
                session.origin().address(),
                session.origin().device()))
        .mapEmpty();
  }

  /** Links an identity with the account that asked for it; CONFLICT when it has another one. */
  Future<Linked> linkIfSessionFresh(
      OidcAttempt.Link link, String provider, OidcIdentity identity, Origin origin) {
    return writes
        .run(
            LINK_IF_SESSION_FRESH,
            Tuple.of(
                identity.issuer(),
                identity.subject(),
                link.account(),
                link.session(),
                provider,
                identity.email(),
                origin.address(),
                origin.device()))
        .map(rows -> toLinked(rows.getFirst()));
  }

  private static Linked toLinked(Row row) {
    if (!row.getBoolean("open")) {
      return Linked.SESSION_NOT_FRESH;
    }
    return row.getBoolean("linked") ? Linked.DONE : Linked.BELONGS_TO_ANOTHER;
  }

  Future<List<IdentityView>> list(UUID account) {
    return reads
        .list(OF_ACCOUNT, Tuple.of(account))
        .map(rows -> rows.stream().map(PgIdentityStore::toView).toList());
  }

  private static IdentityView toView(Row row) {
    return new IdentityView(
        row.getString("provider"),
        row.getString("email"),
        row.getOffsetDateTime("created_at").toInstant());
  }

  /**
   * Unlinks the identity of a provider.
   *
   * @param usable the issuers that people can sign in at today
   */
  Future<Removed> deleteIfNotTheOnlyWayIn(
      UUID account, String provider, String[] usable, Origin origin) {
    return writes
        .runLocked(
            new Lock(LOCK_ACCOUNT, Tuple.of(account)),
            DELETE_IF_NOT_THE_ONLY_WAY_IN,
            Tuple.of(account, provider, usable, origin.address(), origin.device()))
        .map(rows -> toRemoved(rows.getFirst()));
  }

  private static Removed toRemoved(Row row) {
    if (row.getBoolean("deleted")) {
      return Removed.DONE;
    }
    return row.getBoolean("found") ? Removed.ONLY_WAY_IN : Removed.ABSENT;
  }
}
