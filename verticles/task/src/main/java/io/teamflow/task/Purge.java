package io.teamflow.task;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks about once a minute for what is left of deleted things, and takes it slice by slice, so
 * that no statement runs long however much somebody deleted. Instances take turns by themselves.
 */
final class Purge {
  private static final Logger log = LoggerFactory.getLogger(Purge.class);
  private static final long PERIOD_MS = 60_000;
  private static final int SLICE = 500;

  private final Vertx vertx;
  private final String things;
  private final IntFunction<Future<Integer>> slice;

  /**
   * @param things what is purged, for the log
   * @param slice takes up to so many rows and tells how many it took
   */
  Purge(Vertx vertx, String things, IntFunction<Future<Integer>> slice) {
    this.vertx = vertx;
    this.things = things;
    this.slice = slice;
  }

  /** Looks for as long as the calling verticle is deployed. */
  void start() {
    long wait = PERIOD_MS / 2 + ThreadLocalRandom.current().nextLong(PERIOD_MS);
    vertx.setTimer(
        wait,
        _ ->
            all()
                .onFailure(error -> log.warn("{} wait to be purged", things, error))
                .onComplete(_ -> start()));
  }

  /** Takes everything that is due. */
  private Future<Integer> all() {
    return slice.apply(SLICE).compose(taken -> taken == 0 ? Future.succeededFuture(0) : all());
  }
}
