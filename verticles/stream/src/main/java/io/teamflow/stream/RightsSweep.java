package io.teamflow.stream;

import io.teamflow.stream.PgStreamLog.Following;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.Collection;
import java.util.List;

/**
 * Twice a minute asks PostgreSQL, in slices, whether everybody may still follow what they follow,
 * and unsubscribes those who may not. The net under the events that say so at once. Belongs to the
 * hub's context.
 */
final class RightsSweep {
  private static final long PERIOD_MS = 4_000;
  private static final int SLICE = 1_000;

  private final Vertx vertx;
  private final Context hubContext;
  private final PgStreamLog streamLog;
  private final Collection<LoopFanout> loops;

  RightsSweep(Vertx vertx, PgStreamLog streamLog, Collection<LoopFanout> loops) {
    this.vertx = vertx;
    this.hubContext = vertx.getOrCreateContext();
    this.streamLog = streamLog;
    this.loops = loops;
  }

  void start() {
    vertx.setPeriodic(PERIOD_MS, _ -> loops.forEach(loop -> loop.runOnLoop(() -> askFor(loop))));
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
