package io.teamflow.codecs.task;

import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.bus.Violation;
import java.util.List;

/**
 * In which order tasks are listed. What is equal is ordered by number.
 *
 * @param descending never of the board, which has one order only
 */
public record TaskOrder(Key by, boolean descending) {

  /** By what tasks are ordered. */
  public enum Key {
    /** Column by column, in order of rank. */
    BOARD,
    NUMBER,
    /** When somebody last changed it. */
    UPDATED,
    /** Tasks without a deadline come last, in either direction. */
    DEADLINE,
    /** From low to urgent. */
    PRIORITY
  }

  /** The order of the board. */
  public static final TaskOrder BOARD = new TaskOrder(Key.BOARD, false);

  public TaskOrder {
    if (by == Key.BOARD && descending) {
      throw Failure.invalid(
          List.of(new Violation("/order", "must not be desc where sort is board")));
    }
  }
}
