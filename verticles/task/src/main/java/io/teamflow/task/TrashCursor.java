package io.teamflow.task;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where a page of the trash begins.
 *
 * @param deletedAt when the task seen last was deleted
 */
record TrashCursor(OffsetDateTime deletedAt, UUID id) {
  private static final TrashCursor START =
      new TrashCursor(OffsetDateTime.parse("9999-12-31T00:00:00Z"), new UUID(-1, -1));

  /** Reads what {@link HistorySql#OF_PROJECT} handed out as {@code time id}. */
  static TrashCursor parse(@Nullable String cursor) {
    if (cursor == null) {
      return START;
    }
    String[] parts = Pages.decode(cursor).split(" ", -1);
    try {
      if (parts.length == 2 && parts[0].length() == 27) {
        return new TrashCursor(OffsetDateTime.parse(parts[0]), UUID.fromString(parts[1]));
      }
    } catch (DateTimeException | IllegalArgumentException _) {
      // answered below
    }
    throw Pages.badCursor();
  }
}
