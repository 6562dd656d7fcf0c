package io.teamflow.task;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks about once a minute for what is left of deleted projects, and takes it slice by slice, so
 * that no statement runs long however much somebody deleted. Instances take turns by themselves.
 */
final class ProjectPurge {
  private static final Logger log = LoggerFactory.getLogger(ProjectPurge.class);
  private static final long PERIOD_MS = 60_000;
  private static final int SLICE = 500;

  private final Vertx vertx;
  private final PgProjectStore projects;

  ProjectPurge(Vertx vertx, PgProjectStore projects) {
    this.vertx = vertx;
    this.projects = projects;
  }

  /** Looks for as long as the calling verticle is deployed. */
  void start() {
    long wait = PERIOD_MS / 2 + ThreadLocalRandom.current().nextLong(PERIOD_MS);
    vertx.setTimer(
        wait,
        _ ->
            all()
                .onFailure(error -> log.warn("Deleted projects wait to be purged", error))
                .onComplete(_ -> start()));
  }

  /** Takes everything that is due. */
  private Future<Integer> all() {
    return projects.purge(SLICE).compose(taken -> taken == 0 ? Future.succeededFuture(0) : all());
  }
}
