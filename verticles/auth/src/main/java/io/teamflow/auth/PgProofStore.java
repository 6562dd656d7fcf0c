package io.teamflow.auth;

import com.github.f4b6a3.uuid.UuidCreator;
import io.teamflow.codecs.auth.AskToRegister;
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
 * What a mail proves: that somebody reads an e-mail address. Asking writes a row for the mail; the
 * token is made when the mail is sent and found here again by its hash. Whoever uses one deletes
 * it, so that of two only one succeeds.
 */
final class PgProofStore {
  /** More than these wait for one address only when somebody floods it. */
  private static final Statement INSERT_REGISTRATION =
      Statement.of(
          """
          WITH r AS (
            INSERT INTO registration (id, email, email_key, name, password_hash)
            SELECT $1, $2, $3, $4, $5
             WHERE (SELECT count(*) FROM registration
                     WHERE email_key = $3 AND created_at > now() - interval '1 hour') < 5
            RETURNING id
          )
          INSERT INTO mail (id, kind, registration_id) SELECT $6, 'CONFIRM_REGISTRATION', id FROM r
          """);

  private static final Statement INSERT_VERIFICATION =
      Statement.of(
          """
          INSERT INTO mail (id, kind, account_id)
          SELECT $1, 'VERIFY_EMAIL', a.id FROM account a
           WHERE a.id = $2 AND a.email_verified_at IS NULL
             AND (SELECT count(*) FROM mail m WHERE m.account_id = a.id AND m.kind = 'VERIFY_EMAIL')
               + (SELECT count(*) FROM mail_token t
                   WHERE t.account_id = a.id AND t.kind = 'VERIFY_EMAIL'
                     AND t.created_at > now() - interval '1 hour') < 5
          """);
  private static final Statement INSERT_RESET =
      Statement.of(
          """
          INSERT INTO mail (id, kind, email_key) VALUES ($1, 'RESET_PASSWORD', $2)
          ON CONFLICT (kind, email_key) DO NOTHING
          """);

  private static final String ACCOUNT_OF_TOKEN =
      """
      SELECT account_id FROM mail_token
       WHERE hash = $1 AND kind = $2 AND expires_at > now()
      """;

  private static final Statement VERIFY =
      Statement.of(
          """
          WITH token AS (
            DELETE FROM mail_token WHERE hash = $1 AND kind = 'VERIFY_EMAIL' AND expires_at > now()
            RETURNING account_id
          ), a AS (
            UPDATE account a
               SET email_verified_at = coalesce(email_verified_at, now()), version = version + 1
              FROM token t WHERE a.id = t.account_id AND a.deleted_at IS NULL
            RETURNING a.id
          ), audited AS (
            INSERT INTO audit (account_id, action, address, device)
            SELECT id, 'VERIFY_EMAIL', $2, $3 FROM a
          )
          SELECT id FROM a
          """);
  private static final Statement OPEN_REGISTERED =
      Statement.of(
              """
              WITH token AS (
                DELETE FROM mail_token
                 WHERE hash = $1 AND kind = 'CONFIRM_REGISTRATION' AND expires_at > now()
                RETURNING registration_id
              ), r AS (
                SELECT r.* FROM registration r JOIN token t ON t.registration_id = r.id
              ), a AS (
                INSERT INTO account (id, email, email_key, name, password_hash, email_verified_at)
                SELECT id, email, email_key, name, password_hash, now() FROM r
                RETURNING id
              ), u AS (
                INSERT INTO stream (id, kind) SELECT id, 'user' FROM a
              ), audited AS (
                INSERT INTO audit (account_id, action, address, device)
                SELECT id, 'REGISTER', $2, $3 FROM a
              )
              SELECT id FROM a
              """)
          .refusing(
              "account_email_key_key", "There is an account with this e-mail address already.");

  /** The mail proved the address, and who could read it before is out. */
  private static final Statement RESET =
      Statement.of(
          """
          WITH token AS (
            DELETE FROM mail_token
             WHERE hash = $1 AND kind = 'RESET_PASSWORD' AND expires_at > now()
            RETURNING account_id
          ), a AS (
            UPDATE account a
               SET password_hash = $2, password_version = password_version + 1,
                   email_verified_at = coalesce(email_verified_at, now()), version = version + 1
              FROM token t WHERE a.id = t.account_id AND a.deleted_at IS NULL
            RETURNING a.id
          ), other AS (
            DELETE FROM mail_token o USING a
             WHERE o.account_id = a.id AND o.kind = 'RESET_PASSWORD' AND o.hash <> $1
          ), ended AS (
            UPDATE session s SET revoked_at = now() FROM a
             WHERE s.account_id = a.id AND s.revoked_at IS NULL
          ), mailed AS (
            INSERT INTO mail (id, kind, account_id) SELECT $3, 'PASSWORD_CHANGED', id FROM a
          ), audited AS (
            INSERT INTO audit (account_id, action, address, device)
            SELECT id, 'RESET_PASSWORD', $4, $5 FROM a
          )
          SELECT id FROM a
          """);

  private static final String LOCK_ACCOUNT_OF_TOKEN =
      """
      SELECT id FROM account
       WHERE id = (SELECT account_id FROM mail_token WHERE hash = $1) FOR NO KEY UPDATE
      """;

  private final Reads reads;
  private final Writes writes;

  PgProofStore(Database database) {
    reads = database.reads();
    writes = database.writes();
  }

  /** Keeps a registration until its mail is answered, a day at most. */
  Future<Void> insertRegistration(AskToRegister asked, String emailKey, String passwordHash) {
    return writes
        .run(
            INSERT_REGISTRATION,
            Tuple.of(
                UuidCreator.getTimeOrderedEpoch(),
                asked.email(),
                emailKey,
                asked.name(),
                passwordHash,
                UuidCreator.getTimeOrderedEpoch()))
        .mapEmpty();
  }

  /** Asks for a verification mail, unless the address is verified or had several in this hour. */
  Future<Void> insertVerification(UUID account) {
    return writes
        .run(INSERT_VERIFICATION, Tuple.of(UuidCreator.getTimeOrderedEpoch(), account))
        .mapEmpty();
  }

  /** Asks for a reset mail; the same row, whether there is such an account or not. */
  Future<Void> insertReset(String emailKey) {
    return writes
        .run(INSERT_RESET, Tuple.of(UuidCreator.getTimeOrderedEpoch(), emailKey))
        .mapEmpty();
  }

  /** Verifies an address; false when the token proves nothing. */
  Future<Boolean> verify(Buffer hash, Origin origin) {
    return writes
        .runOne(VERIFY, Tuple.of(hash, origin.address(), origin.device()))
        .map(Optional::isPresent);
  }

  /** Opens the account that waited; false when the token proves nothing, CONFLICT when late. */
  Future<Boolean> openRegistered(Buffer hash, Origin origin) {
    return writes
        .runOne(OPEN_REGISTERED, Tuple.of(hash, origin.address(), origin.device()))
        .map(Optional::isPresent);
  }

  /** Whether a password can be reset with the token, before it is worth to be hashed. */
  Future<Boolean> provesReset(Buffer hash) {
    return reads.first(ACCOUNT_OF_TOKEN, Tuple.of(hash, "RESET_PASSWORD")).map(Optional::isPresent);
  }

  /**
   * Sets a password, verifies the address and ends every session, those too that begin meanwhile;
   * false when the token proves nothing.
   */
  Future<Boolean> resetPassword(Buffer hash, String passwordHash, Origin origin) {
    return writes
        .runLockedOne(
            new Lock(LOCK_ACCOUNT_OF_TOKEN, Tuple.of(hash)),
            RESET,
            Tuple.of(
                hash,
                passwordHash,
                UuidCreator.getTimeOrderedEpoch(),
                origin.address(),
                origin.device()))
        .map(Optional::isPresent);
  }
}
