package io.teamflow.codecs.bus;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which page of a list is wanted.
 *
 * @param limit rows, 1 to {@value #MAX_LIMIT}
 * @param cursor the {@code nextCursor} of the page before, absent for the first page
 */
public record PageRequest(int limit, @Nullable String cursor) {
  public static final int MAX_LIMIT = 200;
  public static final int DEFAULT_LIMIT = 50;

  public PageRequest {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw Failure.invalid(List.of(new Violation("/limit", "must be between 1 and " + MAX_LIMIT)));
    }
  }

  /** The first page at the default size. */
  public static PageRequest first() {
    return new PageRequest(DEFAULT_LIMIT, null);
  }
}
