package io.teamflow.cluster.management;

import io.teamflow.stream.database.Reads;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the node should get work: PostgreSQL answers, its loop is alive and it is not about to
 * leave. Being cut off from peers does not make it unready: it serves on by asking PostgreSQL.
 */
public final class Readiness {
  private static final long CHECK_MS = 2_000;

  /** After which silence of the database or the loop makes the node unready. */
  private static final Duration SILENCE_MAX = Duration.ofSeconds(10);

  /**
   * Unanswered questions in a row after which the database counts as lost. That of a process which
   * was stopped for a while is one.
   */
  private static final int UNANSWERED_MAX = (int) (SILENCE_MAX.toMillis() / CHECK_MS);

  private static final Logger log = LoggerFactory.getLogger(Readiness.class);

  private final Vertx vertx;
  private final Reads reads;
  private final IntSupplier clusterSize;
  private volatile long databaseAnsweredAt;
  private volatile long loopTickedAt;
  private volatile boolean started;
  private volatile boolean draining;
  private volatile Runnable lost = () -> {};
  private volatile Runnable found = () -> {};
  private int unanswered;
  private volatile long timer = -1;

  public Readiness(Vertx vertx, Reads reads, IntSupplier clusterSize) {
    this.vertx = vertx;
    this.reads = reads;
    this.clusterSize = clusterSize;
    Context context = vertx.getOrCreateContext();
    context.runOnContext(_ -> timer = vertx.setPeriodic(0, CHECK_MS, _ -> check()));
  }

  private void check() {
    loopTickedAt = System.nanoTime();
    reads
        .first("SELECT 1", Tuple.tuple())
        .timeout(CHECK_MS, TimeUnit.MILLISECONDS)
        .onComplete(_ -> answered(), _ -> unanswered());
  }

  private void answered() {
    databaseAnsweredAt = System.nanoTime();
    if (unanswered >= UNANSWERED_MAX) {
      log.info("PostgreSQL answers again");
      found.run();
    }
    unanswered = 0;
  }

  private void unanswered() {
    if (++unanswered == UNANSWERED_MAX) {
      log.warn("PostgreSQL has not answered for {} s", SILENCE_MAX.toSeconds());
      lost.run();
    }
  }

  /**
   * Says what else depends on the database.
   *
   * @param whenLost runs on a loop when the database has been silent for ten seconds
   * @param whenFound runs there when it answers again after that
   */
  public void onDatabase(Runnable whenLost, Runnable whenFound) {
    lost = whenLost;
    found = whenFound;
  }

  /** The node serves. */
  public void started() {
    databaseAnsweredAt = System.nanoTime();
    loopTickedAt = System.nanoTime();
    started = true;
  }

  /** The node is about to leave. */
  public void draining() {
    draining = true;
  }

  /** Asks nothing more: what it asks is about to be closed. */
  public void stop() {
    vertx.cancelTimer(timer);
  }

  boolean isReady() {
    return started && !draining && recent(databaseAnsweredAt) && recent(loopTickedAt);
  }

  /** Each check by name. */
  JsonObject verbose() {
    return new JsonObject()
        .put("ready", isReady())
        .put("started", started)
        .put("draining", draining)
        .put("database", recent(databaseAnsweredAt))
        .put("loop", recent(loopTickedAt))
        .put("clusterSize", clusterSize.getAsInt());
  }

  private static boolean recent(long nanoTime) {
    return System.nanoTime() - nanoTime < SILENCE_MAX.toNanos();
  }
}
