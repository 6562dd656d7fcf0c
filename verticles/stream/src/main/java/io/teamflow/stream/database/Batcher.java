package io.teamflow.stream.database;

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
 * Does many small things in one statement. What comes alone goes at once. After a group has begun
 * the next one rests for a moment, and while as many as may be are under way until one of them
 * ends: what comes meanwhile goes together, so that groups grow with the load and nobody waits
 * longer than one takes. For one event loop.
 *
 * @param <T> what is asked
 * @param <R> what is answered
 */
public final class Batcher<T, R> {
  private record Waiting<T, R>(T question, Promise<R> answer) {}

  /**
   * What is at once.
   *
   * @param inFlight groups under way
   * @param apartMs between the beginnings of two groups, in milliseconds; 0 for no rest
   * @param group questions in a group
   * @param waiting questions that wait; those who ask more are told to come back
   */
  public record Limits(int inFlight, int apartMs, int group, int waiting) {}

  private final Vertx vertx;
  private final Limits limits;
  private final Function<List<T>, Future<List<R>>> statement;
  private final Queue<Waiting<T, R>> waiting = new ArrayDeque<>();
  private int inFlight;
  private boolean resting;

  /**
   * @param statement answers a group, in order; when it fails the whole group does
   */
  public Batcher(Vertx vertx, Limits limits, Function<List<T>, Future<List<R>>> statement) {
    this.vertx = vertx;
    this.limits = limits;
    this.statement = statement;
  }

  /** Succeeds with the answer to a question once its group has ended. */
  public Future<R> ask(T question) {
    if (waiting.size() >= limits.waiting) {
      return Future.failedFuture(Failure.limited("Too much at once. Try again."));
    }
    Promise<R> answer = Promise.promise();
    waiting.add(new Waiting<>(question, answer));
    next();
    return answer.future();
  }

  private void next() {
    if (resting || inFlight == limits.inFlight || waiting.isEmpty()) {
      return;
    }
    List<Waiting<T, R>> group = new ArrayList<>();
    while (group.size() < limits.group && !waiting.isEmpty()) {
      group.add(waiting.remove());
    }
    rest();
    inFlight++;
    statement
        .apply(group.stream().map(Waiting::question).toList())
        .onComplete(
            answers -> {
              inFlight--;
              next();
              for (int i = 0; i < group.size(); i++) {
                Promise<R> answer = group.get(i).answer();
                if (answers.succeeded()) {
                  answer.complete(answers.result().get(i));
                } else {
                  answer.fail(answers.cause());
                }
              }
            });
  }

  private void rest() {
    if (limits.apartMs > 0) {
      resting = true;
      vertx.setTimer(
          limits.apartMs,
          _ -> {
            resting = false;
            next();
          });
    }
  }
}
