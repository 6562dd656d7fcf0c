package io.teamflow.codecs.bus;

import io.teamflow.codecs.stream.Position;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list.
 *
 * @param items a JSON array of representations, rendered by PostgreSQL; empty when unchanged
 * @param nextCursor opaque; where the next page begins, absent on the last page
 * @param position where the stream of the list stood before the rows were read, so that a client
 *     can subscribe since it without a gap; absent for lists that have no single stream
 * @param etag names these items, without quotes; absent for lists that are not told apart
 * @param unchanged whether the caller has the items already
 */
@WireName("resource-page")
public record ResourcePage(
    String items,
    @Nullable String nextCursor,
    @Nullable Position position,
    @Nullable String etag,
    boolean unchanged)
    implements Reply {

  /** A page without an entity tag. */
  public ResourcePage(String items, @Nullable String nextCursor, @Nullable Position position) {
    this(items, nextCursor, position, null, false);
  }

  /** Says that the caller has the items already. */
  public static ResourcePage unchanged(String etag, Position position) {
    return new ResourcePage("", null, position, etag, true);
  }

  /** These items, named. */
  public ResourcePage tagged(String tag) {
    return new ResourcePage(items, nextCursor, position, tag, unchanged);
  }

  /** The same items, which are still the current ones at a later position. */
  public ResourcePage at(Position later) {
    return new ResourcePage(items, nextCursor, later, etag, unchanged);
  }
}
