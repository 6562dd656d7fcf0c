package io.teamflow.codecs.task;

/**
 * The columns of a board, from left to right. Which may follow which is said by {@code may_become}
 * in the database, for every way of changing it.
 */
public enum TaskStatus {
  TODO,
  IN_PROGRESS,
  DONE
}
