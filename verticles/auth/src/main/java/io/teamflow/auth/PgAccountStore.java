package io.teamflow.auth;

import io.teamflow.codecs.auth.UserView;
import io.teamflow.stream.database.Database;
import io.teamflow.stream.database.Reads;
import io.teamflow.stream.database.Statement;
import io.teamflow.stream.database.Writes;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import java.util.UUID;

/** Accounts in PostgreSQL. */
final class PgAccountStore {
  private static final Statement INSERT =
      Statement.of(
              """
              WITH a AS (
                INSERT INTO account (id, email, email_key, name, password_hash)
                VALUES ($1, $2, $3, $4, $5)
              ), u AS (
                INSERT INTO stream (id, kind) VALUES ($1, 'user')
              ), s AS (
                INSERT INTO session (id, account_id, device, address, expires_at)
                VALUES ($6, $1, $8, $9, now() + interval '30 days')
              )
              INSERT INTO refresh_token (hash, session_id) VALUES ($7, $6)
              """)
          .refusing("account_email_key_key", "Somebody registered this e-mail address already.");
  private static final Statement UPDATE_HASH_IF_UNCHANGED =
      Statement.of("UPDATE account SET password_hash = $3 WHERE id = $1 AND password_hash = $2");
  private static final String BY_EMAIL =
      "SELECT id, email, name, password_hash FROM account WHERE email_key = $1";
  private static final String BY_ID = "SELECT id, email, name FROM account WHERE id = $1";

  /** An account and what its password is checked against. */
  record Found(UserView user, String passwordHash) {}

  private final Reads reads;
  private final Writes writes;

  PgAccountStore(Database database) {
    reads = database.reads();
    writes = database.writes();
  }

  /** Opens an account with its stream and its first session; CONFLICT when the e-mail is known. */
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
                session.device(),
                session.address()))
        .mapEmpty();
  }

  /** Replaces the hash of a password; does nothing when the password was changed meanwhile. */
  Future<Void> updateHashIfUnchanged(Found account, String hash) {
    return writes
        .run(UPDATE_HASH_IF_UNCHANGED, Tuple.of(account.user().id(), account.passwordHash(), hash))
        .mapEmpty();
  }

  Future<Optional<Found>> findByEmail(String emailKey) {
    return reads
        .first(BY_EMAIL, Tuple.of(emailKey))
        .map(row -> row.map(r -> new Found(toUser(r), r.getString("password_hash"))));
  }

  Future<Optional<UserView>> find(UUID id) {
    return reads.first(BY_ID, Tuple.of(id)).map(row -> row.map(PgAccountStore::toUser));
  }

  static UserView toUser(Row row) {
    return new UserView(row.getUUID("id"), row.getString("email"), row.getString("name"));
  }
}
