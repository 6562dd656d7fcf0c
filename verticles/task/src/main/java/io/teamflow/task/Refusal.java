package io.teamflow.task;

import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.bus.Resource;
import io.teamflow.codecs.bus.Violation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Why a statement changed nothing although the caller may see the thing. Named so in the SQL. */
enum Refusal {
  /** The caller's role does not allow it. */
  FORBIDDEN,
  /** Another version than the caller's is current. */
  STALE,
  /** The project is archived. */
  ARCHIVED,
  /** An assignee is no member of the team. */
  ASSIGNEES,
  /** A label is none of the project's. */
  LABELS,
  /** The parent is no task of the project, or a subtask itself, or the task has subtasks. */
  PARENT,
  /** A task would wait for itself. */
  CIRCLE,
  /** A task has as many dependencies as there may be. */
  CROWD,
  /** The text is somebody else's. */
  NOT_AUTHOR,
  /** The text was taken away. */
  DELETED,
  /** A team keeps at least one admin. */
  LAST_ADMIN;

  /**
   * @param current what the caller would have changed, where there is one
   */
  Failure toFailure(@Nullable Resource current) {
    return switch (this) {
      case FORBIDDEN -> Failure.forbidden("Your role in the team does not allow it.");
      case STALE -> current == null ? Failure.internal() : Failure.stale(current);
      case ARCHIVED -> Failure.conflict("The project is archived. Restore it first.");
      case ASSIGNEES ->
          Failure.invalid(List.of(new Violation("/assignees", "must be members of the team")));
      case LABELS ->
          Failure.invalid(List.of(new Violation("/labels", "must be labels of the project")));
      case PARENT ->
          Failure.invalid(
              List.of(
                  new Violation(
                      "/parent",
                      "must be a task of the project without a parent, for a task without subtasks")));
      case CIRCLE ->
          Failure.conflict("The task would wait for itself, directly or through others.");
      case CROWD -> Failure.conflict("A task waits for, and holds up, at most 100 others.");
      case NOT_AUTHOR -> Failure.forbidden("Only its author may change a comment.");
      case DELETED -> Failure.conflict("The comment was deleted.");
      case LAST_ADMIN ->
          Failure.conflict("You are the team's last admin. Make somebody else admin first.");
    };
  }
}
