package io.teamflow.task;

import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.bus.ResourcePage;
import io.teamflow.codecs.bus.Violation;
import io.teamflow.codecs.stream.Position;
import io.vertx.sqlclient.Row;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Keyset pages. A list statement reads one row more than asked for, each with its {@code json} and
 * its {@code cursor}; the row beyond tells that there is a next page.
 */
final class Pages {
  /** Sorts before every time-ordered id. */
  private static final UUID BEFORE_ALL = new UUID(0, 0);

  private Pages() {}

  /** A page of a list without a stream of its own. */
  static ResourcePage of(List<Row> rows, int limit) {
    return page(rows, limit, null);
  }

  /** A page, or empty when not even the row that the guard gives is there. */
  static Optional<ResourcePage> unlessAbsent(List<Row> rows, int limit) {
    return rows.isEmpty() ? Optional.empty() : Optional.of(of(rows, limit));
  }

  /** A page of a stream's list: each row also carries {@code epoch} and {@code head}. */
  static ResourcePage positioned(List<Row> rows, int limit) {
    return page(rows, limit, position(rows.getFirst()));
  }

  /** The same, or empty when not even the row that the guard gives is there. */
  static Optional<ResourcePage> positionedUnlessAbsent(List<Row> rows, int limit) {
    return rows.isEmpty() ? Optional.empty() : Optional.of(positioned(rows, limit));
  }

  /** Where a stream stood when a row was read. */
  static Position position(Row row) {
    return new Position(row.getString("epoch"), row.getLong("head"));
  }

  private static ResourcePage page(List<Row> rows, int limit, @Nullable Position position) {
    StringBuilder items = new StringBuilder(rows.size() * 400 + 2).append('[');
    String next = null;
    for (int i = 0; i < Math.min(rows.size(), limit); i++) {
      String json = rows.get(i).getString("json");
      if (json != null) {
        items.append(i == 0 ? "" : ",").append(json);
        next = rows.get(i).getString("cursor");
      }
    }
    return new ResourcePage(
        items.append(']').toString(),
        rows.size() > limit && next != null ? encode(next) : null,
        position);
  }

  /** The id behind which a page ordered by id begins. */
  static UUID idAfter(@Nullable String cursor) {
    if (cursor == null) {
      return BEFORE_ALL;
    }
    try {
      return UUID.fromString(decode(cursor));
    } catch (IllegalArgumentException _) {
      throw badCursor();
    }
  }

  /** The number before which a page ordered by falling numbers begins. */
  static long numberBefore(@Nullable String cursor) {
    if (cursor == null) {
      return Long.MAX_VALUE;
    }
    String text = decode(cursor);
    if (!text.matches("[0-9]{1,18}")) {
      throw badCursor();
    }
    return Long.parseLong(text);
  }

  static String encode(String cursor) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(cursor.getBytes(StandardCharsets.UTF_8));
  }

  static String decode(String cursor) {
    try {
      return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      throw badCursor();
    }
  }

  static Failure badCursor() {
    return Failure.invalid(
        List.of(new Violation("/cursor", "is not one that this list handed out")));
  }
}
