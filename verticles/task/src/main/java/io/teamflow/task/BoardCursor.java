package io.teamflow.task;

import org.jspecify.annotations.Nullable;

/**
 * Where a page of the board begins.
 *
 * @param column the column of the last task seen, 0 to 2
 * @param rank its rank there
 */
record BoardCursor(short column, String rank) {
  private static final BoardCursor START = new BoardCursor((short) 0, "");

  /** Reads what {@link TaskSql#OF_PROJECT} handed out as {@code column:rank}. */
  static BoardCursor parse(@Nullable String cursor) {
    if (cursor == null) {
      return START;
    }
    String text = Pages.decode(cursor);
    if (!text.matches("[0-2]:[0-9A-Za-z]{1,200}")) {
      throw Pages.badCursor();
    }
    return new BoardCursor((short) (text.charAt(0) - '0'), text.substring(2));
  }
}
