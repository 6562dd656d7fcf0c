package io.teamflow.codecs.task;

import io.teamflow.codecs.bus.Validation;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A place on the board. Without a neighbour it is the end of the column. With both it is between
 * them, and directly behind the first where others stand between.
 *
 * @param status the column
 * @param after a task of that column that is to stand directly in front of the place
 * @param before a task of that column that is to stand directly behind it
 */
public record TaskPlace(TaskStatus status, @Nullable UUID after, @Nullable UUID before) {
  public TaskPlace {
    Validation check = Validation.check().required("/status", status);
    if (after != null && after.equals(before)) {
      check.violation("/before", "must be another task than after");
    }
    check.done();
  }
}
