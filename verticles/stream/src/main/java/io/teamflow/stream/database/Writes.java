package io.teamflow.stream.database;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The one way to write. Each write has a connection to itself, so that a statement waiting for a
 * hot row holds up no stranger, and costs one round trip. What lost to another transaction runs
 * once more. Fails with a {@code Failure}.
 */
public final class Writes {
  private final Pool pool;

  Writes(Pool pool) {
    this.pool = pool;
  }

  /** Runs a single statement in its own transaction. */
  public Future<List<Row>> run(Statement statement, Tuple parameters) {
    return twice(
        statement,
        () -> pool.preparedQuery(statement.sql()).execute(parameters).map(Reads::toList));
  }

  /**
   * Locks streams, then runs a statement that therefore sees everything written to them, and
   * commits: four pipelined messages, one round trip. For what must hold over several rows.
   */
  public Future<List<Row>> runLocked(Lock lock, Statement statement, Tuple parameters) {
    return twice(
        statement,
        () ->
            pool.getConnection()
                .compose(connection -> locked(connection, lock, statement, parameters)));
  }

  /** Like {@link #run}, for a statement that returns at most one row. */
  public Future<Optional<Row>> runOne(Statement statement, Tuple parameters) {
    return run(statement, parameters).map(rows -> rows.stream().findFirst());
  }

  /** Like {@link #runLocked}, for a statement that returns at most one row. */
  public Future<Optional<Row>> runLockedOne(Lock lock, Statement statement, Tuple parameters) {
    return runLocked(lock, statement, parameters).map(rows -> rows.stream().findFirst());
  }

  private static Future<List<Row>> locked(
      SqlConnection connection, Lock lock, Statement statement, Tuple parameters) {
    Future<?> begun = connection.query("BEGIN").execute();
    Future<?> locked = connection.preparedQuery(lock.sql()).execute(lock.parameters());
    Future<List<Row>> rows =
        connection.preparedQuery(statement.sql()).execute(parameters).map(Reads::toList);
    Future<?> committed = connection.query("COMMIT").execute();
    return Future.join(begun, locked, rows, committed)
        .map(_ -> rows.result())
        .recover(
            _ ->
                Future.failedFuture(
                    begun.failed()
                        ? begun.cause()
                        : locked.failed()
                            ? locked.cause()
                            : rows.failed() ? rows.cause() : committed.cause()))
        .eventually(connection::close);
  }

  private static Future<List<Row>> twice(Statement statement, Supplier<Future<List<Row>>> attempt) {
    return attempt
        .get()
        .recover(
            error -> SqlFailures.lostToAnother(error) ? attempt.get() : Future.failedFuture(error))
        .recover(error -> Future.failedFuture(SqlFailures.of(error, statement.refusals())));
  }
}
