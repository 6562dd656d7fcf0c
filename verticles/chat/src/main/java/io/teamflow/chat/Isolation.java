package io.teamflow.chat;

import io.teamflow.codecs.bus.Failure;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Function;

/** Keeps a draft that cannot be stored from failing the others of its group. */
final class Isolation {
  private Isolation() {}

  /**
   * Writes a group, and each of its drafts alone when the group is invalid.
   *
   * @param insert writes drafts, all or none
   */
  static Future<List<Verdict>> write(
      List<Draft> drafts, Function<List<Draft>, Future<List<Verdict>>> insert) {
    return insert
        .apply(drafts)
        .recover(
            error -> {
              if (!(error instanceof Failure failure) || failure.code() != Failure.Code.INVALID) {
                return Future.failedFuture(error);
              }
              if (drafts.size() == 1) {
                return Future.succeededFuture(List.of(new Verdict.Refused(failure)));
              }
              List<Future<Verdict>> alone =
                  drafts.stream()
                      .map(draft -> write(List.of(draft), insert).map(List::getFirst))
                      .toList();
              return Future.all(alone).map(all -> all.<Verdict>list());
            });
  }
}
