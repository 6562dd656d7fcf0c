package io.teamflow.stream.database;

import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.bus.IdempotencyKey;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;

/**
 * A creation under an idempotency key: the key commits together with what was created, and is taken
 * back when nothing was, so that a refused request may be repeated. Costs one round trip more than
 * a write without a key, for looking at the outcome before the commit.
 *
 * @param id of what is to be created
 */
record KeyedWrite(UUID user, IdempotencyKey key, UUID id) {
  private static final String CLAIM = "SELECT claim_key($1, $2, $3, $4, $5)";
  private static final String FIND =
      """
      SELECT body_hash, resource_id FROM idempotency
       WHERE user_id = $1 AND route = $2 AND key = $3
      """;

  /** The rows of the statement; fails with what {@link SqlFailures#keyWasUsed} knows. */
  Future<List<Row>> run(
      SqlConnection connection, Lock lock, Statement statement, Tuple parameters) {
    Future<?> begun = connection.query("BEGIN").execute();
    Future<?> claimed =
        connection
            .preparedQuery(CLAIM)
            .execute(Tuple.of(user, key.route(), key.key(), key.bodyHash(), id))
            .recover(error -> Future.failedFuture(SqlFailures.ofClaim(error)));
    Future<?> locked = connection.preparedQuery(lock.sql()).execute(lock.parameters());
    Future<List<Row>> rows =
        connection.preparedQuery(statement.sql()).execute(parameters).map(Reads::toList);
    return Writes.ended(
        connection,
        Writes.firstFailure(List.of(begun, claimed, locked, rows), rows),
        Writes::wrote);
  }

  /** What the key stands for, in a statement that sees it. */
  Future<Creation> find(Pool pool) {
    return pool.preparedQuery(FIND)
        .execute(Tuple.of(user, key.route(), key.key()))
        .map(
            found -> {
              if (found.size() == 0) {
                throw Failure.unavailable("The first request with this key came to nothing.");
              }
              Row row = found.iterator().next();
              if (!key.bodyHash().equals(row.getString("body_hash"))) {
                throw Failure.keyReused();
              }
              return new Creation.Repeated(row.getUUID("resource_id"));
            });
  }
}
