package io.teamflow.codecs.bus;

import io.teamflow.codecs.stream.Position;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list.
 *
 * @param items a JSON array of representations, rendered by PostgreSQL
 * @param nextCursor opaque; where the next page begins, absent on the last page
 * @param position where the stream of the list stood before the rows were read, so that a client
 *     can subscribe since it without a gap; absent for lists that have no single stream
 */
@WireName("resource-page")
public record ResourcePage(String items, @Nullable String nextCursor, @Nullable Position position)
    implements Reply {}
