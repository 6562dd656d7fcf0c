package io.teamflow.chat;

import io.teamflow.codecs.bus.Failure;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Keeps a draft that cannot be stored from failing the others of its group. */
final class Isolation {
  private Isolation() {}

  /**
   * Writes a group, and each of its drafts alone when one of them cannot be stored: it is invalid,
   * or its id was used for another project at the same time, which no lock of its own prevents.
   *
   * @param insert writes drafts, all or none
   */
  static Future<List<Verdict>> write(
      List<Draft> drafts, Function<List<Draft>, Future<List<Verdict>>> insert) {
    return insert
        .apply(drafts)
        .recover(
            error -> {
              if (refusal(error).isEmpty()) {
                return Future.failedFuture(error);
              }
              List<Future<Verdict>> alone =
                  drafts.stream().map(draft -> alone(draft, insert)).toList();
              return Future.all(alone).map(all -> all.<Verdict>list());
            });
  }

  private static Future<Verdict> alone(
      Draft draft, Function<List<Draft>, Future<List<Verdict>>> insert) {
    return insert
        .apply(List.of(draft))
        .map(List::getFirst)
        .recover(
            error ->
                refusal(error)
                    .map(failure -> Future.<Verdict>succeededFuture(new Verdict.Refused(failure)))
                    .orElseGet(() -> Future.failedFuture(error)));
  }

  /** What is the fault of one draft, and not of the database. */
  private static Optional<Failure> refusal(Throwable error) {
    return error instanceof Failure failure
            && (failure.code() == Failure.Code.INVALID || failure.code() == Failure.Code.CONFLICT)
        ? Optional.of(failure)
        : Optional.empty();
  }
}
