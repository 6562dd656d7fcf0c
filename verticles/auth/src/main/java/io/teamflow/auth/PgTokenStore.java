package io.teamflow.auth;

import io.teamflow.codecs.auth.CreateToken;
import io.teamflow.codecs.auth.Grant;
import io.teamflow.codecs.auth.TokenView;
import io.teamflow.codecs.bus.Failure;
import io.teamflow.stream.database.Database;
import io.teamflow.stream.database.Purge;
import io.teamflow.stream.database.Reads;
import io.teamflow.stream.database.Statement;
import io.teamflow.stream.database.Writes;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Personal access tokens in PostgreSQL. Only hashes: a dump of this table lets nobody in. */
final class PgTokenStore {
  private static final Statement INSERT =
      Statement.of(
          """
          WITH s AS (
            SELECT account_id FROM fresh_session($1, $2)
          ), t AS (
            INSERT INTO personal_token (id, account_id, name, hash, scopes, expires_at)
            SELECT $3, account_id, $4, $5, $6, $7 FROM s
             WHERE (SELECT count(*) FROM personal_token
                     WHERE account_id = $1 AND expires_at > now()) < 100
            RETURNING *
          ), audited AS (
            INSERT INTO audit (account_id, action, address, device)
            SELECT account_id, 'CREATE_TOKEN', $8, $9 FROM t
          )
          SELECT t.* FROM s LEFT JOIN t ON true
          """);
  private static final String OF_ACCOUNT =
      """
      SELECT * FROM personal_token
       WHERE account_id = $1 AND expires_at > now() ORDER BY id DESC LIMIT 100
      """;
  private static final Statement DELETE =
      Statement.of(
          """
          WITH t AS (
            DELETE FROM personal_token WHERE id = $2 AND account_id = $1 RETURNING account_id
          ), audited AS (
            INSERT INTO audit (account_id, action, address, device)
            SELECT account_id, 'REVOKE_TOKEN', $3, $4 FROM t
          )
          SELECT account_id FROM t
          """);
  private static final String BY_HASH =
      """
      SELECT t.*, t.last_used_at IS NULL OR t.last_used_at < now() - interval '5 minutes' AS stale
        FROM personal_token t JOIN account a ON a.id = t.account_id
       WHERE t.hash = $1 AND t.expires_at > now()
         AND a.deleted_at IS NULL AND a.disabled_at IS NULL
      """;
  private static final Statement TOUCH =
      Statement.of("UPDATE personal_token SET last_used_at = now() WHERE id = $1");

  static final Statement OUTLIVED =
      Purge.of("personal_token", "expires_at < now() - interval '30 days'");

  private final Reads reads;
  private final Writes writes;

  PgTokenStore(Database database) {
    reads = database.reads();
    writes = database.writes();
  }

  /** Keeps a token; FORBIDDEN when the session is not fresh, CONFLICT when there are too many. */
  Future<TokenView> insert(
      UUID account, @Nullable UUID session, CreateToken command, Buffer hash, Origin origin) {
    return writes
        .runOne(
            INSERT,
            Tuple.of(account, session, command.id(), command.name(), hash)
                .addArrayOfString(command.scopes().toArray(String[]::new))
                .addOffsetDateTime(command.expiresAt().atOffset(ZoneOffset.UTC))
                .addString(origin.address())
                .addString(origin.device()))
        .map(
            row -> {
              FreshSession.demand(row.isPresent());
              return row.filter(r -> r.getUUID("id") != null)
                  .map(PgTokenStore::toView)
                  .orElseThrow(
                      () -> Failure.conflict("There are 100 tokens already. Revoke one first."));
            });
  }

  Future<List<TokenView>> list(UUID account) {
    return reads
        .list(OF_ACCOUNT, Tuple.of(account))
        .map(rows -> rows.stream().map(PgTokenStore::toView).toList());
  }

  /** Ends a token; false when the account has none of this id. */
  Future<Boolean> delete(UUID account, UUID token, Origin origin) {
    return writes
        .runOne(DELETE, Tuple.of(account, token, origin.address(), origin.device()))
        .map(Optional::isPresent);
  }

  /** What the token of this hash grants, if there is one; notes now and then that it was used. */
  Future<Optional<Grant>> findByHash(Buffer hash) {
    return reads
        .first(BY_HASH, Tuple.of(hash))
        .compose(
            row ->
                row.filter(r -> Boolean.TRUE.equals(r.getBoolean("stale")))
                    .map(r -> writes.run(TOUCH, Tuple.of(r.getUUID("id"))).mapEmpty())
                    .orElse(Future.succeededFuture())
                    .map(_ -> row.map(PgTokenStore::toGrant)));
  }

  private static Grant toGrant(Row row) {
    return new Grant(
        row.getUUID("account_id"),
        row.getUUID("id"),
        List.of(row.getArrayOfStrings("scopes")),
        row.getOffsetDateTime("expires_at").toInstant());
  }

  private static TokenView toView(Row row) {
    return new TokenView(
        row.getUUID("id"),
        row.getString("name"),
        List.of(row.getArrayOfStrings("scopes")),
        row.getOffsetDateTime("created_at").toInstant(),
        row.getOffsetDateTime("expires_at").toInstant(),
        Optional.ofNullable(row.getOffsetDateTime("last_used_at"))
            .map(java.time.OffsetDateTime::toInstant)
            .orElse(null));
  }
}
