package io.teamflow.chat;

import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.bus.Violation;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where the pages of a list begin: behind a number, or behind an id. */
final class Cursors {
  /** Sorts before every time-ordered id. */
  private static final UUID BEFORE_ALL = new UUID(0, 0);

  private Cursors() {}

  /** The number behind which a page ordered by {@code seq} begins. */
  static long seqAfter(@Nullable String cursor) {
    if (cursor == null) {
      return 0;
    }
    if (!cursor.matches("[0-9]{1,18}")) {
      throw bad();
    }
    return Long.parseLong(cursor);
  }

  /** The id behind which a page ordered by id begins. */
  static UUID idAfter(@Nullable String cursor) {
    if (cursor == null) {
      return BEFORE_ALL;
    }
    try {
      return UUID.fromString(cursor);
    } catch (IllegalArgumentException _) {
      throw bad();
    }
  }

  private static Failure bad() {
    return Failure.invalid(
        List.of(new Violation("/cursor", "is not one that this list handed out")));
  }
}
