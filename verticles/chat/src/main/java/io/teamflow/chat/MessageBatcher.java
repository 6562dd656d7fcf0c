package io.teamflow.chat;

import io.teamflow.codecs.bus.Failure;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Function;

/**
 * Groups drafts into commits. A draft that comes alone goes at once. After a group has begun the
 * next one rests {@value #APART_MS} ms, and while {@value #IN_FLIGHT} are under way until one of
 * them ends: what comes meanwhile goes together, so that groups grow with the load. A commit costs
 * the database about as much whatever it contains. For one event loop.
 */
final class MessageBatcher {
  /** Groups under way: two, so that one that waits for a busy project does not hold up the rest. */
  static final int IN_FLIGHT = 2;

  /** Between the beginnings of two groups, in milliseconds. */
  static final int APART_MS = 5;

  /** Drafts in a group, at most. */
  static final int GROUP = 256;

  /** Drafts waiting, at most; beyond that senders are told to come back. */
  static final int WAITING = 10_000;

  private record Waiting(Draft draft, Promise<Verdict> promise) {}

  private final Vertx vertx;
  private final Function<List<Draft>, Future<List<Verdict>>> commit;
  private final Queue<Waiting> waiting = new ArrayDeque<>();
  private int inFlight;
  private boolean resting;

  /**
   * @param commit writes a group and answers with one verdict for each draft, in order
   */
  MessageBatcher(Vertx vertx, Function<List<Draft>, Future<List<Verdict>>> commit) {
    this.vertx = vertx;
    this.commit = commit;
  }

  /** Succeeds with the draft's verdict once its group is durable. */
  Future<Verdict> add(Draft draft) {
    if (waiting.size() >= WAITING) {
      return Future.failedFuture(Failure.limited("Too many messages at once. Try again."));
    }
    Promise<Verdict> promise = Promise.promise();
    waiting.add(new Waiting(draft, promise));
    next();
    return promise.future();
  }

  private void next() {
    if (resting || inFlight == IN_FLIGHT || waiting.isEmpty()) {
      return;
    }
    List<Waiting> group = new ArrayList<>();
    while (group.size() < GROUP && !waiting.isEmpty()) {
      group.add(waiting.remove());
    }
    resting = true;
    vertx.setTimer(
        APART_MS,
        _ -> {
          resting = false;
          next();
        });
    inFlight++;
    write(group)
        .onComplete(
            _ -> {
              inFlight--;
              next();
            });
  }

  /** One draft that PostgreSQL cannot store fails its whole group, so each is then tried alone. */
  private Future<?> write(List<Waiting> group) {
    return commit
        .apply(group.stream().map(Waiting::draft).toList())
        .onSuccess(
            verdicts -> {
              for (int i = 0; i < group.size(); i++) {
                group.get(i).promise().complete(verdicts.get(i));
              }
            })
        .recover(
            error -> {
              boolean unstorable =
                  error instanceof Failure failure && failure.code() == Failure.Code.INVALID;
              if (unstorable && group.size() > 1) {
                return Future.join(group.stream().map(one -> write(List.of(one))).toList())
                    .map(List.<Verdict>of());
              }
              group.forEach(one -> one.promise().fail(error));
              return Future.failedFuture(error);
            });
  }
}
