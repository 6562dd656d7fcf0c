package io.teamflow.stream.database;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes rows whose time is over: about once a minute, slice by slice, so that no statement runs
 * long however many there are, and until none is left, so that it keeps up however fast they come.
 * Instances and nodes take turns by themselves.
 */
public final class Purge {
  private static final Logger log = LoggerFactory.getLogger(Purge.class);
  private static final long PERIOD_MS = 60_000;
  private static final int SLICE = 500;

  private final Vertx vertx;
  private final Writes writes;

  public Purge(Vertx vertx, Database database) {
    this.vertx = vertx;
    this.writes = database.writes();
  }

  /**
   * The rows of a table that a condition holds for, as a statement for {@link #repeat}.
   *
   * @param outlived SQL; wants an index unless the table is small by itself
   */
  public static Statement of(String table, String outlived) {
    return Statement.of(
        """
        WITH gone AS (
          DELETE FROM %1$s WHERE ctid = ANY (ARRAY (SELECT ctid FROM %1$s WHERE %2$s LIMIT $1))
          RETURNING 1
        )
        SELECT count(*)::integer AS taken FROM gone
        """
            .formatted(table, outlived));
  }

  /**
   * Looks for as long as the calling verticle is deployed. That it cannot is said once.
   *
   * @param things what is purged, for the log
   * @param slice takes up to {@code $1} rows and tells how many as {@code taken}; 0 when none is
   *     left, or another node has just taken them
   */
  public void repeat(String things, Statement slice) {
    repeat(things, slice, false);
  }

  private void repeat(String things, Statement slice, boolean told) {
    vertx.setTimer(
        PERIOD_MS / 2 + ThreadLocalRandom.current().nextLong(PERIOD_MS),
        _ ->
            now(slice)
                .onSuccess(_ -> repeat(things, slice, false))
                .onFailure(
                    error -> {
                      if (!told) {
                        log.warn("{} wait to be purged", things, error);
                      }
                      repeat(things, slice, true);
                    }));
  }

  /** Takes all that is due. */
  public Future<Void> now(Statement slice) {
    Promise<Void> done = Promise.promise();
    take(slice, done);
    return done.future();
  }

  private void take(Statement slice, Promise<Void> done) {
    writes
        .runOne(slice, Tuple.of(SLICE))
        .map(row -> row.map(r -> r.getInteger("taken")).orElse(0))
        .onSuccess(
            taken -> {
              if (taken == 0) {
                done.complete();
              } else {
                take(slice, done);
              }
            })
        .onFailure(done::fail);
  }
}
