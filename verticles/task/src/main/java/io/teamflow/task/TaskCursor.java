package io.teamflow.task;

import io.teamflow.codecs.task.ListTasks;
import io.teamflow.codecs.task.TaskOrder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Behind which task a page begins, in a list of one order and filter.
 *
 * @param place what the list is ordered by, of the last task seen: its column or the like
 * @param tie what comes next where that is equal: its rank on the board, its number elsewhere
 */
record TaskCursor(long place, String tie) {
  private static final Pattern FORM =
      Pattern.compile("([\\w-]{8}):(-1|\\d{1,19}):([0-9A-Za-z]{1,200})");
  private static final int LIST_BYTES = 6;

  /**
   * Reads what {@link TaskListSql} handed out as {@code list:place:tie}.
   *
   * @throws io.teamflow.codecs.bus.Failure when it is of another list, or of none
   */
  static TaskCursor of(ListTasks query) {
    String cursor = query.page().cursor();
    if (cursor == null) {
      return start(query.ordered());
    }
    Matcher parts = FORM.matcher(Pages.decode(cursor));
    if (!parts.matches() || !parts.group(1).equals(list(query))) {
      throw Pages.badCursor();
    }
    try {
      String tie = parts.group(3);
      if (query.ordered().by() != TaskOrder.Key.BOARD) {
        Integer.parseInt(tie);
      }
      return new TaskCursor(Long.parseLong(parts.group(2)), tie);
    } catch (NumberFormatException _) {
      throw Pages.badCursor();
    }
  }

  /** The name of a list, which its cursors carry: 8 characters. */
  static String list(ListTasks query) {
    return TaskListCache.hash(query.selection(), LIST_BYTES);
  }

  private static TaskCursor start(TaskOrder order) {
    if (order.by() == TaskOrder.Key.BOARD) {
      return new TaskCursor(0, "");
    }
    return order.descending()
        ? new TaskCursor(Long.MAX_VALUE, Integer.toString(Integer.MAX_VALUE))
        : new TaskCursor(-1, "0");
  }
}
