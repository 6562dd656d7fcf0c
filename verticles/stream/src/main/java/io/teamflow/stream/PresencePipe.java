package io.teamflow.stream;

import io.teamflow.codecs.stream.StreamId;
import io.teamflow.stream.Presence.Change;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * Tells the other nodes every second who came and went here, and subscribers who did anywhere. What
 * it sends renews the lease of this node and carries a digest, so that what was lost is sent again
 * with the next beat. Belongs to the hub's context.
 *
 * <p>A message is one byte of flags, the digest, and {@code room, user, byte present} for each.
 */
final class PresencePipe {
  private static final long BEAT_MS = 1_000;
  private static final long LEASE_CHECK_MS = 250;

  /** After a pause of this node as long as this, nobody is blamed for not having been heard. */
  private static final long PAUSE_NS = 1_000_000_000L;

  private static final int CHANGE_BYTES = 33;
  private static final int CHANGES_MAX = 8_192;

  /** The changes are everybody: what was said before is void. */
  private static final byte ALL = 1;

  /** More follows, so the digest does not hold yet. */
  private static final byte MORE = 2;

  private final Vertx vertx;
  private final NodePipe pipe;
  private final Presence presence;
  private final BiConsumer<UUID, String> changed;
  private long checkedAt = System.nanoTime();

  /**
   * @param changed tells the subscribers of a room on this node
   */
  PresencePipe(Vertx vertx, NodePipe pipe, Presence presence, BiConsumer<UUID, String> changed) {
    this.vertx = vertx;
    this.pipe = pipe;
    this.presence = presence;
    this.changed = changed;
  }

  void start() {
    vertx.setPeriodic(BEAT_MS, _ -> beat());
    vertx.setPeriodic(LEASE_CHECK_MS, _ -> checkLeases());
  }

  private void beat() {
    List<Change> changes = presence.takeUntold();
    for (String node : pipe.nodes()) {
      send(node, changes.stream().filter(change -> pipe.follows(node, change.room())).toList());
    }
    presence.takeChanges().forEach(changed);
  }

  private void checkLeases() {
    long now = System.nanoTime();
    if (now - checkedAt > PAUSE_NS) {
      presence.renew(now);
    }
    checkedAt = now;
    if (presence.expire(now)) {
      presence.takeChanges().forEach(changed);
    }
  }

  private void send(String node, List<Change> changes) {
    if (changes.size() > CHANGES_MAX) {
      sendAll(node);
      return;
    }
    pipe.sendPresence(node, encode((byte) 0, digestFor(node), changes))
        .onSuccess(
            agreed -> {
              if (!agreed) {
                sendAll(node);
              }
            });
  }

  private void sendAll(String node) {
    List<Change> all = presence.own(room -> pipe.follows(node, room));
    byte first = ALL;
    for (int from = 0; from == 0 || from < all.size(); from += CHANGES_MAX) {
      int to = Math.min(all.size(), from + CHANGES_MAX);
      byte flags = (byte) (first | (to < all.size() ? MORE : 0));
      pipe.sendPresence(node, encode(flags, digestFor(node), all.subList(from, to)));
      first = 0;
    }
  }

  private long digestFor(String node) {
    return presence.ownDigest(room -> pipe.follows(node, room));
  }

  /** Another node begins to follow a room, and is to know who is there before it asks. */
  void followed(String node, UUID room) {
    Predicate<UUID> thisOne = room::equals;
    List<Change> there = presence.own(thisOne);
    if (!there.isEmpty() && there.size() <= CHANGES_MAX) {
      pipe.sendPresence(node, encode(MORE, 0, there));
    }
  }

  /** Another node says who is there; false when we do not know what it believes we know. */
  boolean received(String node, Buffer message, int from, int end) {
    byte flags = message.getByte(from);
    long digest = message.getLong(from + 1);
    List<Change> changes = new ArrayList<>();
    for (int pos = from + 9; pos + CHANGE_BYTES <= end; pos += CHANGE_BYTES) {
      changes.add(
          new Change(
              new UUID(message.getLong(pos), message.getLong(pos + 8)),
              new UUID(message.getLong(pos + 16), message.getLong(pos + 24)),
              message.getByte(pos + 32) != 0));
    }
    presence.heard(node, changes, (flags & ALL) != 0, System.nanoTime());
    return (flags & MORE) != 0 || presence.digestOf(node) == digest;
  }

  private static Buffer encode(byte flags, long digest, List<Change> changes) {
    Buffer buffer = Buffer.buffer(9 + changes.size() * CHANGE_BYTES);
    buffer.appendByte(flags).appendLong(digest);
    for (Change change : changes) {
      Interest.append(buffer, change.room());
      Interest.append(buffer, change.user());
      buffer.appendByte((byte) (change.present() ? 1 : 0));
    }
    return buffer;
  }

  /** What subscribers of a room hear first. */
  Frame snapshot(StreamId room) {
    return Frame.signal(room, "presence", presence.snapshot(room.id()));
  }
}
