package io.teamflow.codecs.task;

import io.teamflow.codecs.bus.Change;
import io.teamflow.codecs.bus.Validation;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A merge patch of a project: a null component leaves the member as it is. None can be cleared.
 *
 * @param archived an archived project refuses every other change until it is false again
 * @param workflow {@code free}, or {@code strict}: a task moves to a neighbouring column only
 */
public record ProjectPatch(
    @Nullable Change<String> name,
    @Nullable Change<Boolean> archived,
    @Nullable Change<String> workflow) {
  private static final Set<String> WORKFLOWS = Set.of("free", "strict");

  public ProjectPatch {
    Validation check = Validation.check();
    if (name != null) {
      check.text("/name", name.value(), 1, 100);
    }
    if (archived != null) {
      check.required("/archived", archived.value());
    }
    if (workflow != null && (workflow.value() == null || !WORKFLOWS.contains(workflow.value()))) {
      check.violation("/workflow", "must be free or strict");
    }
    check.done();
  }
}
