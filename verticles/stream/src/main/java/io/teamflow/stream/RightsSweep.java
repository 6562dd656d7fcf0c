package io.teamflow.stream;

import io.teamflow.stream.PgStreamLog.Following;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.Collection;
import java.util.List;

/**
 * Asks PostgreSQL, in slices, whether everybody may still follow what they follow, and unsubscribes
 * those who may not: when some node says that a right may have ended, and every four seconds,
 * because that may be lost. It asks for everybody, as one event may end the rights of many to many
 * streams; so it does at most once a second. Belongs to the hub's context.
 */
final class RightsSweep {
  private static final long PERIOD_MS = 4_000;
  private static final long SPACING_MS = 1_000;
  private static final int SLICE = 1_000;

  private final Vertx vertx;
  private final Context hubContext;
  private final PgStreamLog streamLog;
  private final Collection<LoopFanout> loops;

  private boolean resting;
  private boolean again;

  RightsSweep(Vertx vertx, PgStreamLog streamLog, Collection<LoopFanout> loops) {
    this.vertx = vertx;
    this.hubContext = vertx.getOrCreateContext();
    this.streamLog = streamLog;
    this.loops = loops;
  }

  void start() {
    vertx.setPeriodic(PERIOD_MS, _ -> askForAll());
  }

  /** A right may have ended. */
  void soon() {
    if (resting) {
      again = true;
      return;
    }
    resting = true;
    vertx.setTimer(
        SPACING_MS,
        _ -> {
          resting = false;
          if (again) {
            again = false;
            soon();
          }
        });
    askForAll();
  }

  private void askForAll() {
    loops.forEach(loop -> loop.runOnLoop(() -> askFor(loop)));
  }

  private void askFor(LoopFanout loop) {
    List<Following> all = List.copyOf(loop.followings());
    for (int from = 0; from < all.size(); from += SLICE) {
      List<Following> slice = all.subList(from, Math.min(all.size(), from + SLICE));
      hubContext.runOnContext(
          _ ->
              streamLog
                  .noLongerAllowed(slice)
                  .onSuccess(ended -> loop.runOnLoop(() -> loop.expel(ended))));
    }
  }
}
