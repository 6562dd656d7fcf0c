package io.teamflow.task;

import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.bus.ResourcePage;
import io.teamflow.codecs.bus.Violation;
import io.teamflow.stream.StreamPublisher;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What came of changes that are all made or none. */
record TaskOutcomes(List<Written> outcomes) {

  /**
   * @param results empty where there is no such task
   * @throws Failure NOT_FOUND when there is none of the tasks, so that nobody learns whether the
   *     project exists; CONFLICT with the reasons when at least one change was refused
   */
  static TaskOutcomes of(List<Optional<Written>> results) {
    if (results.stream().allMatch(Optional::isEmpty)) {
      throw Failure.notFound("task");
    }
    List<Violation> refused =
        IntStream.range(0, results.size())
            .boxed()
            .flatMap(
                i ->
                    reason(results.get(i)).map(why -> new Violation("/changes/" + i, why)).stream())
            .toList();
    if (!refused.isEmpty()) {
      throw Failure.conflict(
          "Nothing was changed, because " + refused.size() + " of the changes cannot be made.",
          refused);
    }
    return new TaskOutcomes(results.stream().flatMap(Optional::stream).toList());
  }

  private static Optional<String> reason(Optional<Written> result) {
    if (result.isEmpty()) {
      return Optional.of("There is no such task in this project.");
    }
    Refusal refusal = result.get().refusal();
    if (refusal == null) {
      return Optional.empty();
    }
    Failure failure = refusal.toFailure(result.get().resource(), result.get().blockers());
    return Optional.of(
        failure.violations().stream()
            .findFirst()
            .map(violation -> violation.pointer() + " " + violation.detail())
            .orElse(failure.detail()));
  }

  /** Publishes the events; the tasks as they are now, in the order of the changes. */
  ResourcePage publishTo(StreamPublisher stream) {
    return new ResourcePage(
        outcomes.stream()
            .map(outcome -> outcome.publishTo(stream).required().json())
            .collect(Collectors.joining(",", "[", "]")),
        null,
        null);
  }
}
