package io.teamflow.auth;

import com.github.f4b6a3.uuid.UuidCreator;
import io.teamflow.codecs.auth.UserView;
import io.teamflow.codecs.bus.Resource;
import io.teamflow.stream.database.Database;
import io.teamflow.stream.database.Lock;
import io.teamflow.stream.database.Reads;
import io.teamflow.stream.database.Statement;
import io.teamflow.stream.database.Writes;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Accounts in PostgreSQL. */
final class PgAccountStore {
  private static final Statement INSERT =
      Statement.of(
              """
              WITH a AS (
                INSERT INTO account (id, email, email_key, name, password_hash)
                VALUES ($1, $2, $3, $4, $5)
                RETURNING id
              ), u AS (
                INSERT INTO stream (id, kind) SELECT id, 'user' FROM a
              ), mailed AS (
                INSERT INTO mail (id, kind, account_id) SELECT $10, 'VERIFY_EMAIL', id FROM a
              )
              SELECT begin_session($6, id, $7, $8, $9, 'REGISTER') FROM a
              """)
          .refusing("account_email_key_key", "Somebody registered this e-mail address already.");
  private static final Statement UPDATE_HASH_IF_UNCHANGED =
      Statement.of("UPDATE account SET password_hash = $3 WHERE id = $1 AND password_hash = $2");
  private static final String LOCK = "SELECT FROM account WHERE id = $1 FOR NO KEY UPDATE";
  private static final Statement UPDATE_PASSWORD_IF_VERSION =
      Statement.of(
          """
          WITH a AS (
            UPDATE account SET password_hash = $3, password_version = password_version + 1
             WHERE id = $1 AND password_version = $2
            RETURNING id
          ), other AS (
            SELECT s.id FROM session s JOIN a ON a.id = s.account_id
             WHERE s.revoked_at IS NULL AND s.id IS DISTINCT FROM $4
             ORDER BY s.id FOR UPDATE OF s
          ), ended AS (
            UPDATE session s SET revoked_at = now() FROM other WHERE s.id = other.id
          ), mailed AS (
            INSERT INTO mail (id, kind, account_id) SELECT $5, 'PASSWORD_CHANGED', id FROM a
          ), audited AS (
            INSERT INTO audit (account_id, action, address, device)
            SELECT id, 'CHANGE_PASSWORD', $6, $7 FROM a
          )
          SELECT id FROM a
          """);
  private static final Statement UPDATE_NAME_IF_VERSION =
      Statement.of(
          """
          UPDATE account a SET name = $3, version = version + 1
           WHERE id = $1 AND version = $2 AND deleted_at IS NULL
          RETURNING id, version, profile_view(a) AS json
          """);
  private static final String PROFILE =
      """
      SELECT id, version, profile_view(a) AS json FROM account a
       WHERE id = $1 AND deleted_at IS NULL
      """;
  private static final String SELECT =
      """
      SELECT a.id, a.email, a.name, a.password_hash, a.password_version,
             t.account_id IS NOT NULL AS second_factor
        FROM account a
        LEFT JOIN totp t ON t.account_id = a.id AND t.confirmed_at IS NOT NULL
       WHERE a.deleted_at IS NULL AND a.disabled_at IS NULL
      """;
  private static final String BY_EMAIL = SELECT + " AND a.email_key = $1";
  private static final String BY_ID = SELECT + " AND a.id = $1";

  /**
   * An account that may sign in, and what its password is checked against.
   *
   * @param passwordVersion counts the changes of the password
   */
  record Found(
      UserView user, Optional<String> passwordHash, int passwordVersion, boolean secondFactor) {}

  private final Reads reads;
  private final Writes writes;

  PgAccountStore(Database database) {
    reads = database.reads();
    writes = database.writes();
  }

  /**
   * Opens an account with its stream, its first session and a mail that verifies it; CONFLICT when
   * the e-mail is known.
   */
  Future<Void> insert(UserView user, String emailKey, String passwordHash, NewSession session) {
    return writes
        .run(
            INSERT,
            Tuple.of(
                user.id(),
                user.email(),
                emailKey,
                user.name(),
                passwordHash,
                session.id(),
                session.refreshToken().hash(),
                session.origin().address(),
                session.origin().device(),
                UuidCreator.getTimeOrderedEpoch()))
        .mapEmpty();
  }

  /** Replaces the hash of a password; does nothing when the password was changed meanwhile. */
  Future<Void> updateHashIfUnchanged(Found account, String hash) {
    return writes
        .run(
            UPDATE_HASH_IF_UNCHANGED,
            Tuple.of(account.user().id(), account.passwordHash().orElse(null), hash))
        .mapEmpty();
  }

  /**
   * Changes the password and ends the account's other sessions, those too that begin meanwhile;
   * false when it was changed since it was read.
   */
  Future<Boolean> updatePasswordIfVersion(
      Found account, String hash, @Nullable UUID keptSession, Origin origin) {
    UUID id = account.user().id();
    return writes
        .runLockedOne(
            new Lock(LOCK, Tuple.of(id)),
            UPDATE_PASSWORD_IF_VERSION,
            Tuple.of(
                id,
                account.passwordVersion(),
                hash,
                keptSession,
                UuidCreator.getTimeOrderedEpoch(),
                origin.address(),
                origin.device()))
        .map(Optional::isPresent);
  }

  /** Renames an account; empty when it is gone or not of this version. */
  Future<Optional<Resource>> updateNameIfVersion(UUID id, long version, String name) {
    return writes
        .runOne(UPDATE_NAME_IF_VERSION, Tuple.of(id, version, name))
        .map(row -> row.map(PgAccountStore::toResource));
  }

  /** An account as its owner sees it. */
  Future<Optional<Resource>> findProfile(UUID id) {
    return reads.first(PROFILE, Tuple.of(id)).map(row -> row.map(PgAccountStore::toResource));
  }

  Future<Optional<Found>> findByEmail(String emailKey) {
    return reads.first(BY_EMAIL, Tuple.of(emailKey)).map(row -> row.map(PgAccountStore::toFound));
  }

  Future<Optional<Found>> find(UUID id) {
    return reads.first(BY_ID, Tuple.of(id)).map(row -> row.map(PgAccountStore::toFound));
  }

  private static Found toFound(Row row) {
    return new Found(
        toUser(row),
        Optional.ofNullable(row.getString("password_hash")),
        row.getInteger("password_version"),
        Boolean.TRUE.equals(row.getBoolean("second_factor")));
  }

  private static Resource toResource(Row row) {
    return new Resource(row.getUUID("id"), row.getLong("version"), row.getString("json"));
  }

  static UserView toUser(Row row) {
    return new UserView(row.getUUID("id"), row.getString("email"), row.getString("name"));
  }
}
