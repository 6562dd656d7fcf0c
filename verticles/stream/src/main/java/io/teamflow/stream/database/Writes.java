package io.teamflow.stream.database;

import io.teamflow.codecs.bus.Caller;
import io.teamflow.codecs.bus.IdempotencyKey;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The one way to write. Each write has a connection to itself, so that a statement waiting for a
 * hot row holds up no stranger, and costs one round trip. What lost to another transaction runs
 * once more. Fails with a {@code Failure}.
 */
public final class Writes {
  /** Idempotency keys are kept for a day. */
  public static final Statement OUTLIVED_KEYS =
      Purge.of("idempotency", "created_at < now() - interval '1 day'");

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

  /**
   * Runs a statement several times in one transaction, after locking streams: commits only what all
   * of them did. The rows of each run, in order; a run without rows, or whose first row has a
   * {@code refusal}, takes the others back. Costs one round trip more than a single write.
   */
  public Future<List<List<Row>>> runAllLocked(Lock lock, Statement statement, List<Tuple> runs) {
    return twice(
        statement,
        () ->
            pool.getConnection()
                .compose(connection -> allLocked(connection, lock, statement, runs)));
  }

  /** Like {@link #run}, for a statement that returns at most one row. */
  public Future<Optional<Row>> runOne(Statement statement, Tuple parameters) {
    return run(statement, parameters).map(rows -> rows.stream().findFirst());
  }

  /** Like {@link #runLocked}, for a statement that returns at most one row. */
  public Future<Optional<Row>> runLockedOne(Lock lock, Statement statement, Tuple parameters) {
    return runLocked(lock, statement, parameters).map(rows -> rows.stream().findFirst());
  }

  /**
   * Runs a statement that creates something, like {@link #runLocked}. When the caller brought an
   * idempotency key that was used before, finds what was created then and runs nothing.
   *
   * @param id of what is to be created
   * @param statement reports a {@code refusal} when it creates nothing
   */
  public Future<Creation> create(
      Caller caller, UUID id, Lock lock, Statement statement, Tuple parameters) {
    IdempotencyKey key = caller.idempotencyKey();
    if (key == null) {
      return runLocked(lock, statement, parameters).map(Creation.Run::new);
    }
    KeyedWrite write = new KeyedWrite(caller.user(), key, id);
    return twice(
        statement,
        () ->
            pool.getConnection()
                .compose(connection -> write.run(connection, lock, statement, parameters))
                .<Creation>map(Creation.Run::new)
                .recover(
                    error ->
                        SqlFailures.keyWasUsed(error)
                            ? write.find(pool)
                            : Future.failedFuture(error)));
  }

  private static Future<List<Row>> locked(
      SqlConnection connection, Lock lock, Statement statement, Tuple parameters) {
    Future<?> begun = connection.query("BEGIN").execute();
    Future<?> locked = connection.preparedQuery(lock.sql()).execute(lock.parameters());
    Future<List<Row>> rows =
        connection.preparedQuery(statement.sql()).execute(parameters).map(Reads::toList);
    Future<?> committed = connection.query("COMMIT").execute();
    return firstFailure(List.of(begun, locked, rows, committed), rows)
        .eventually(connection::close);
  }

  private static Future<List<List<Row>>> allLocked(
      SqlConnection connection, Lock lock, Statement statement, List<Tuple> runs) {
    List<Future<?>> steps = new ArrayList<>();
    steps.add(connection.query("BEGIN").execute());
    steps.add(connection.preparedQuery(lock.sql()).execute(lock.parameters()));
    List<Future<List<Row>>> rows =
        runs.stream()
            .map(run -> connection.preparedQuery(statement.sql()).execute(run).map(Reads::toList))
            .toList();
    steps.addAll(rows);
    return ended(
        connection,
        firstFailure(steps, Future.all(rows).map(_ -> rows.stream().map(Future::result).toList())),
        done -> done.stream().allMatch(Writes::wrote));
  }

  /**
   * Commits what succeeded and is to be kept, takes back everything else, and gives the connection
   * back: the outcome, unless that failed.
   */
  static <T> Future<T> ended(SqlConnection connection, Future<T> outcome, Predicate<T> keep) {
    return outcome
        .transform(
            done ->
                connection
                    .query(done.succeeded() && keep.test(done.result()) ? "COMMIT" : "ROLLBACK")
                    .execute()
                    .compose(_ -> outcome))
        .eventually(connection::close);
  }

  /** Whether a statement, that reports a refusal, did what it is for. */
  static boolean wrote(List<Row> rows) {
    return !rows.isEmpty() && rows.getFirst().getString("refusal") == null;
  }

  /** The outcome of pipelined steps: the result, or why the first of those that failed did. */
  static <T> Future<T> firstFailure(List<Future<?>> steps, Future<T> result) {
    return Future.join(steps)
        .transform(
            _ ->
                steps.stream()
                    .filter(Future::failed)
                    .findFirst()
                    .map(step -> Future.<T>failedFuture(step.cause()))
                    .orElse(result));
  }

  private static <T> Future<T> twice(Statement statement, Supplier<Future<T>> attempt) {
    return attempt
        .get()
        .recover(
            error -> SqlFailures.lostToAnother(error) ? attempt.get() : Future.failedFuture(error))
        .recover(error -> Future.failedFuture(SqlFailures.of(error, statement.refusals())));
  }
}
