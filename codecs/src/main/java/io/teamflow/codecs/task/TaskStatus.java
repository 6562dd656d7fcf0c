package io.teamflow.codecs.task;

/** The columns of a board. Any status may follow any other: work is reopened and skipped ahead. */
public enum TaskStatus {
  TODO,
  IN_PROGRESS,
  DONE
}
