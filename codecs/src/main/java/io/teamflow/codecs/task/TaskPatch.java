package io.teamflow.codecs.task;

import io.teamflow.codecs.bus.Change;
import io.teamflow.codecs.bus.Validation;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A merge patch of a task: a null component leaves the member as it is. The bounds are those of
 * {@link TaskFields}; {@code title}, {@code status} and {@code priority} cannot be cleared.
 */
public record TaskPatch(
    @Nullable Change<String> title,
    @Nullable Change<String> description,
    @Nullable Change<TaskStatus> status,
    @Nullable Change<TaskPriority> priority,
    @Nullable Change<Instant> deadline,
    @Nullable Change<List<UUID>> assignees,
    @Nullable Change<List<UUID>> labels,
    @Nullable Change<UUID> parent) {

  public TaskPatch {
    Validation check = Validation.check();
    if (title != null) {
      check.text("/title", title.value(), 1, TaskFields.TITLE_MAX);
    }
    if (description != null) {
      check.optionalText("/description", description.value(), 0, TaskFields.DESCRIPTION_MAX);
    }
    if (status != null) {
      check.required("/status", status.value());
    }
    if (priority != null) {
      check.required("/priority", priority.value());
    }
    if (assignees != null) {
      TaskFields.checkIds(check, "/assignees", assignees.value());
    }
    if (labels != null) {
      TaskFields.checkIds(check, "/labels", labels.value());
    }
    check.done();
  }
}
