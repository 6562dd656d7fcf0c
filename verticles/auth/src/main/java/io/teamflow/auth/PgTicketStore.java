package io.teamflow.auth;

import io.teamflow.codecs.auth.TicketHolder;
import io.teamflow.codecs.bus.Failure;
import io.teamflow.stream.database.Database;
import io.teamflow.stream.database.Purge;
import io.teamflow.stream.database.Statement;
import io.teamflow.stream.database.Writes;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Tickets in PostgreSQL, so that any node redeems what another one gave out, and only once. */
final class PgTicketStore {
  private static final Statement INSERT =
      Statement.of(
          """
          WITH s AS (
            SELECT id FROM session
             WHERE id = $2 AND account_id = $1 AND revoked_at IS NULL AND expires_at > now()
          ), expired AS (
            DELETE FROM ticket t USING s WHERE t.session_id = s.id AND t.expires_at <= now()
          ), t AS (
            INSERT INTO ticket (hash, session_id, token_expires_at)
            SELECT $3, id, $4 FROM s
             WHERE (SELECT count(*) FROM ticket
                     WHERE session_id = $2 AND expires_at > now()) < 50
            RETURNING expires_at
          )
          SELECT t.expires_at FROM s LEFT JOIN t ON true
          """);
  private static final Statement DELETE_IF_VALID =
      Statement.of(
          """
          DELETE FROM ticket t USING session s
           WHERE t.hash = $1 AND t.expires_at > now() AND t.token_expires_at > now()
             AND s.id = t.session_id AND s.revoked_at IS NULL AND s.expires_at > now()
          RETURNING s.account_id, s.id, t.token_expires_at
          """);

  /** Those that nobody used; the next ticket of a session takes its own sooner. */
  static final Statement OUTLIVED = Purge.of("ticket", "expires_at < now() - interval '1 hour'");

  private final Writes writes;

  PgTicketStore(Database database) {
    writes = database.writes();
  }

  /**
   * Keeps a ticket, and says until when. Fails with UNAUTHENTICATED when the session has ended,
   * with LIMITED when 50 of its tickets wait to be used.
   */
  Future<Instant> insert(
      UUID account, @Nullable UUID session, Buffer hash, Instant tokenExpiresAt) {
    return writes
        .runOne(INSERT, Tuple.of(account, session, hash, tokenExpiresAt.atOffset(ZoneOffset.UTC)))
        .map(
            row ->
                Optional.ofNullable(
                        row.orElseThrow(() -> Failure.unauthenticated("The session has ended."))
                            .getOffsetDateTime("expires_at"))
                    .orElseThrow(() -> Failure.limited("Use the tickets that you have first."))
                    .toInstant());
  }

  /** Uses the ticket of this hash up; empty when there is none, or none that is valid. */
  Future<Optional<TicketHolder>> deleteIfValid(Buffer hash) {
    return writes
        .runOne(DELETE_IF_VALID, Tuple.of(hash))
        .map(
            row ->
                row.map(
                    r ->
                        new TicketHolder(
                            r.getUUID("account_id"),
                            r.getUUID("id"),
                            r.getOffsetDateTime("token_expires_at").toInstant())));
  }
}
