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
  /** The message is none of the project's, or was taken back. */
  MESSAGE,
  /** The message was made a task before. */
  HAS_TASK,
  /** The project's workflow does not let the status follow. */
  WORKFLOW,
  /** A neighbour named for a task stands elsewhere, or nowhere that the caller may see. */
  NEIGHBOUR,
  /** The neighbours named for a task stand the other way round. */
  ORDER,
  /** The task still has subtasks. */
  HAS_SUBTASKS,
  /** A task would wait for itself. */
  CIRCLE,
  /** A task has as many dependencies as there may be. */
  CROWD,
  /** The text is somebody else's. */
  NOT_AUTHOR,
  /** The text was taken away. */
  DELETED,
  /** A team keeps at least one admin. */
  LAST_ADMIN,
  /** Somebody who leaves the organization is the last admin of teams in it. */
  LAST_ADMIN_OF,
  /** An organization keeps at least one owner. */
  LAST_OWNER,
  /** The organization still has teams. */
  HAS_TEAMS,
  /** The team still has projects. */
  HAS_PROJECTS,
  /** A team has at most 100 open invitations, and makes at most 200 in an hour. */
  TOO_MANY_INVITATIONS,
  /** The invitation is for another e-mail address than the caller's. */
  OTHER_ADDRESS;

  /**
   * @param current what the caller would have changed, where there is one
   * @param blockers the names of what stands in the way, where it has names
   */
  Failure toFailure(@Nullable Resource current, String blockers) {
    return switch (this) {
      case FORBIDDEN -> Failure.forbidden("Your role does not allow it.");
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
      case MESSAGE ->
          Failure.invalid(
              List.of(
                  new Violation(
                      "/message", "must be a message of the project that was not taken back")));
      case HAS_TASK ->
          Failure.conflict(
              "The message is a task already: "
                  + blockers
                  + ". Change that one, or delete it first.");
      case WORKFLOW ->
          Failure.conflict(
              "The project's workflow is strict: a task goes to a neighbouring column only.");
      case NEIGHBOUR ->
          Failure.conflict(
              "No task that after or before names stands in that column. Read the board again.");
      case ORDER ->
          Failure.conflict("The task after stands behind the task before. Read the board again.");
      case HAS_SUBTASKS ->
          Failure.conflict(
              "The task still has subtasks. Delete them first, or take them out of it.");
      case CIRCLE ->
          Failure.conflict("The task would wait for itself, directly or through others.");
      case CROWD -> Failure.conflict("A task waits for, and holds up, at most 100 others.");
      case NOT_AUTHOR -> Failure.forbidden("Only its author may change a comment.");
      case DELETED -> Failure.conflict("The comment was deleted.");
      case LAST_ADMIN ->
          Failure.conflict("A team keeps at least one admin. Make somebody else admin first.");
      case LAST_ADMIN_OF ->
          Failure.conflict(
              "You are the last admin of: " + blockers + ". Make somebody else admin there first.");
      case LAST_OWNER ->
          Failure.conflict(
              "An organization keeps at least one owner. Make somebody else owner first.");
      case HAS_TEAMS ->
          Failure.conflict(
              "The organization still has teams: " + blockers + ". Delete them first.");
      case HAS_PROJECTS ->
          Failure.conflict("The team still has projects: " + blockers + ". Delete them first.");
      case TOO_MANY_INVITATIONS ->
          Failure.conflict("The team has too many open invitations, or made too many lately.");
      case OTHER_ADDRESS ->
          Failure.forbidden("The invitation is for another e-mail address than your account's.");
    };
  }
}
