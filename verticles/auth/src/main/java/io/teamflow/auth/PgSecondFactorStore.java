package io.teamflow.auth;

import io.teamflow.stream.database.Database;
import io.teamflow.stream.database.Statement;
import io.teamflow.stream.database.Writes;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Authenticators and recovery codes in PostgreSQL. */
final class PgSecondFactorStore {
  private static final Statement UPSERT_UNCONFIRMED =
      Statement.of(
          """
          WITH s AS (
            SELECT account_id FROM fresh_session($1, $2)
          )
          INSERT INTO totp (account_id, secret) SELECT account_id, $3 FROM s
          ON CONFLICT (account_id) DO UPDATE SET secret = excluded.secret
           WHERE totp.confirmed_at IS NULL
          RETURNING account_id
          """);
  private static final Statement CONFIRM =
      Statement.of(
          """
          WITH t AS (
            UPDATE totp SET confirmed_at = now(), last_step = $2, attempts = 0
             WHERE account_id = $1 AND confirmed_at IS NULL
            RETURNING account_id
          ), old AS (
            DELETE FROM recovery_code c USING t WHERE c.account_id = t.account_id
          ), codes AS (
            INSERT INTO recovery_code (account_id, hash)
            SELECT account_id, unnest($3::bytea[]) FROM t
          ), changed AS (
            UPDATE account a SET version = version + 1 FROM t WHERE a.id = t.account_id
          ), audited AS (
            INSERT INTO audit (account_id, action, address, device)
            SELECT account_id, 'ENABLE_TOTP', $4, $5 FROM t
          )
          SELECT account_id FROM t
          """);
  private static final Statement DELETE =
      Statement.of(
          """
          WITH s AS (
            SELECT account_id FROM fresh_session($1, $2)
          ), t AS (
            DELETE FROM totp t USING s WHERE t.account_id = s.account_id RETURNING t.account_id
          ), codes AS (
            DELETE FROM recovery_code c USING s WHERE c.account_id = s.account_id
          ), changed AS (
            UPDATE account a SET version = version + 1 FROM t WHERE a.id = t.account_id
          ), audited AS (
            INSERT INTO audit (account_id, action, address, device)
            SELECT account_id, 'DISABLE_TOTP', $3, $4 FROM t
          )
          SELECT account_id FROM s
          """);

  /** Counted before the code is looked at, so that parallel guesses count, too. */
  private static final Statement ATTEMPT =
      Statement.of(
          """
          UPDATE totp
             SET attempts = CASE WHEN attempts_since < now() - interval '15 minutes' THEN 1
                                 ELSE attempts + 1 END,
                 attempts_since = CASE WHEN attempts_since < now() - interval '15 minutes' THEN now()
                                       ELSE attempts_since END
           WHERE account_id = $1 AND (confirmed_at IS NOT NULL) = $2
          RETURNING secret, attempts <= 10 AS allowed
          """);

  private static final Statement ACCEPT =
      Statement.of(
          """
          UPDATE totp SET last_step = $2, attempts = 0 WHERE account_id = $1 AND last_step < $2
          RETURNING account_id
          """);
  private static final Statement USE_RECOVERY_CODE =
      Statement.of(
          """
          WITH c AS (
            DELETE FROM recovery_code WHERE account_id = $1 AND hash = $2 RETURNING account_id
          ), audited AS (
            INSERT INTO audit (account_id, action, address, device)
            SELECT account_id, 'USE_RECOVERY_CODE', $3, $4 FROM c
          )
          SELECT account_id FROM c
          """);

  /**
   * One try of a code.
   *
   * @param allowed false after too many of them
   */
  record Attempt(Buffer secret, boolean allowed) {}

  private final Writes writes;

  PgSecondFactorStore(Database database) {
    writes = database.writes();
  }

  /** Keeps a secret until it is confirmed; false when one is confirmed or the session not fresh. */
  Future<Boolean> insertUnconfirmed(UUID account, @Nullable UUID session, Buffer secret) {
    return writes
        .runOne(UPSERT_UNCONFIRMED, Tuple.of(account, session, secret))
        .map(Optional::isPresent);
  }

  /** Turns the factor on; false when it is on already. */
  Future<Boolean> confirm(UUID account, long step, List<Buffer> recoveryCodes, Origin origin) {
    return writes
        .runOne(
            CONFIRM,
            Tuple.of(account, step)
                .addArrayOfBuffer(recoveryCodes.toArray(Buffer[]::new))
                .addString(origin.address())
                .addString(origin.device()))
        .map(Optional::isPresent);
  }

  /** Takes the factor away; false when the session is not fresh. */
  Future<Boolean> delete(UUID account, @Nullable UUID session, Origin origin) {
    return writes
        .runOne(DELETE, Tuple.of(account, session, origin.address(), origin.device()))
        .map(Optional::isPresent);
  }

  /**
   * Counts a try; empty when the account has no authenticator.
   *
   * @param confirmed whether the factor is on already; whoever confirms it must not try codes of
   *     one that is
   */
  Future<Optional<Attempt>> attempt(UUID account, boolean confirmed) {
    return writes
        .runOne(ATTEMPT, Tuple.of(account, confirmed))
        .map(
            row ->
                row.map(
                    r ->
                        new Attempt(
                            r.getBuffer("secret"), Boolean.TRUE.equals(r.getBoolean("allowed")))));
  }

  /** Uses up the code of a time step; false when one as late was used already. */
  Future<Boolean> accept(UUID account, long step) {
    return writes.runOne(ACCEPT, Tuple.of(account, step)).map(Optional::isPresent);
  }

  /** Uses up a recovery code; false when there is none of this hash. */
  Future<Boolean> useRecoveryCode(UUID account, Buffer hash, Origin origin) {
    return writes
        .runOne(USE_RECOVERY_CODE, Tuple.of(account, hash, origin.address(), origin.device()))
        .map(Optional::isPresent);
  }
}
