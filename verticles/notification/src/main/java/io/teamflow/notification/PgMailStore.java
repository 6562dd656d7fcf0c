package io.teamflow.notification;

import io.teamflow.stream.database.Database;
import io.teamflow.stream.database.Purge;
import io.teamflow.stream.database.Statement;
import io.teamflow.stream.database.Writes;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** The outbox of mails in PostgreSQL. */
final class PgMailStore {
  /** Longer than sending may take: a mail is nobody else's until then. */
  private static final Statement CLAIM =
      Statement.of(
          """
          WITH due AS (
            SELECT id FROM mail WHERE due_at <= now()
             ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED
          ), claimed AS (
            UPDATE mail m SET attempts = attempts + 1, due_at = now() + interval '1 minute'
              FROM due WHERE m.id = due.id
            RETURNING m.*
          )
          SELECT c.id, c.kind, c.attempts, c.detail::text AS detail,
                 a.id AS account, r.id AS registration, i.id AS invitation,
                 coalesce(a.email, r.email, i.email) AS email,
                 (SELECT id FROM account x WHERE x.email_key = r.email_key) IS NOT NULL AS known,
                 ((SELECT count(*) FROM mail_token t
                    WHERE t.account_id = a.id AND t.kind = c.kind
                      AND t.created_at > now() - interval '1 hour')
                + (SELECT count(*) FROM invitation x JOIN mail_token t ON t.invitation_id = x.id
                    WHERE x.email_key = i.email_key AND t.kind = c.kind
                      AND t.created_at > now() - interval '1 hour'))::integer AS recent
            FROM claimed c
            LEFT JOIN account a ON (a.id = c.account_id OR a.email_key = c.email_key)
                               AND a.deleted_at IS NULL AND a.disabled_at IS NULL
            LEFT JOIN registration r ON r.id = c.registration_id
            LEFT JOIN invitation i ON i.id = c.invitation_id
                                  AND i.closed_at IS NULL AND i.expires_at > now()
          """);

  private static final Statement INSERT_TOKEN =
      Statement.of(
          """
          INSERT INTO mail_token (hash, kind, account_id, registration_id, invitation_id,
                                  expires_at)
          VALUES ($1, $2, $3, $4, $5, now() + make_interval(secs => $6))
          """);
  private static final Statement POSTPONE =
      Statement.of(
          """
          UPDATE mail SET due_at = now() + make_interval(secs => $2) WHERE id = $1
          """);
  private static final Statement DELETE = Statement.of("DELETE FROM mail WHERE id = $1");

  static final Statement OUTLIVED_TOKENS =
      Purge.of("mail_token", "expires_at < now() - interval '1 hour'");
  static final Statement OUTLIVED_REGISTRATIONS =
      Purge.of("registration", "created_at < now() - interval '1 day'");
  static final Statement OUTLIVED_INVITATIONS =
      Purge.of("invitation", "expires_at < now() - interval '1 day'");

  private final Writes writes;

  PgMailStore(Database database) {
    writes = database.writes();
  }

  /** Takes some mails that are due; no other worker gets them within a minute. */
  Future<List<WaitingMail>> claim(int max) {
    return writes
        .run(CLAIM, Tuple.of(max))
        .map(rows -> rows.stream().map(PgMailStore::toWaitingMail).toList());
  }

  /** Stores what proves that a mail was read. */
  Future<Void> insertToken(MailToken token, WaitingMail mail) {
    return writes
        .run(
            INSERT_TOKEN,
            Tuple.of(
                token.hash(),
                mail.kind().name(),
                mail.account(),
                mail.registration(),
                mail.invitation(),
                (double) mail.kind().tokenLifetime().toSeconds()))
        .mapEmpty();
  }

  /** Lets a mail wait that could not be sent. */
  Future<Void> postpone(UUID id, Duration wait) {
    return writes.run(POSTPONE, Tuple.of(id, (double) wait.toSeconds())).mapEmpty();
  }

  /** Takes a mail from the outbox for good. */
  Future<Void> delete(UUID id) {
    return writes.run(DELETE, Tuple.of(id)).mapEmpty();
  }

  private static WaitingMail toWaitingMail(Row row) {
    return new WaitingMail(
        row.getUUID("id"),
        MailKind.valueOf(row.getString("kind")),
        row.getInteger("attempts"),
        row.getUUID("account"),
        row.getUUID("registration"),
        row.getUUID("invitation"),
        row.getString("email"),
        Boolean.TRUE.equals(row.getBoolean("known")),
        row.getInteger("recent"),
        new JsonObject(row.getString("detail")));
  }
}
