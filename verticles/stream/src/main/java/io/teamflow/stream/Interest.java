package io.teamflow.stream;

import io.vertx.core.buffer.Buffer;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/**
 * The streams a node follows, with a digest by which another node sees whether it knows them all.
 */
final class Interest {
  private final Set<UUID> streams = new HashSet<>();
  private long digest;

  /** Whether it was new. */
  boolean add(UUID stream) {
    boolean added = streams.add(stream);
    digest ^= added ? hash(stream) : 0;
    return added;
  }

  /** Whether it was there. */
  boolean remove(UUID stream) {
    boolean removed = streams.remove(stream);
    digest ^= removed ? hash(stream) : 0;
    return removed;
  }

  boolean contains(UUID stream) {
    return streams.contains(stream);
  }

  /** Independent of the order in which streams came and went. */
  long digest() {
    return digest;
  }

  void replaceBy(Buffer list, int from) {
    streams.clear();
    digest = 0;
    for (int pos = from; pos < list.length(); pos += 16) {
      add(new UUID(list.getLong(pos), list.getLong(pos + 8)));
    }
  }

  void appendTo(Buffer buffer) {
    streams.forEach(stream -> append(buffer, stream));
  }

  static void append(Buffer buffer, UUID stream) {
    buffer.appendLong(stream.getMostSignificantBits());
    buffer.appendLong(stream.getLeastSignificantBits());
  }

  /** Spreads the bits (the finalizer of SplitMix64), so that similar ids do not cancel out. */
  static long hash(UUID stream) {
    long h = stream.getMostSignificantBits() * 31 + stream.getLeastSignificantBits();
    h = (h ^ (h >>> 30)) * 0xBF58476D1CE4E5B9L;
    h = (h ^ (h >>> 27)) * 0x94D049BB133111EBL;
    return h ^ (h >>> 31);
  }
}
