package io.teamflow.stream;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Carries frames to the nodes that have subscribers for them: one message per node and tick, with
 * as many frames as gathered. Each node has one static address, and nodes tell each other which
 * streams they follow, because a registration per room would be a cluster-wide write. Best effort:
 * what is lost or shed here is found by the {@link NodeStreamHub}'s head check.
 *
 * <p>Belongs to the hub's context. On the wire a message is one byte of kind, then 16-byte stream
 * ids ({@link #FOLLOW}, {@link #UNFOLLOW}, {@link #ALL}), a digest ({@link #DIGEST}), frames of
 * {@code id, long seq, int length, JSON} ({@link #FRAMES}), or what the {@link PresencePipe} says
 * ({@link #PRESENCE}), or nothing: that a right may have ended ({@link #RIGHTS}).
 */
final class NodePipe {
  /** Bytes under way to one node; beyond it frames are shed, signals at half of it. */
  static final int IN_FLIGHT_MAX = 8 * 1024 * 1024;

  private static final int MESSAGE_MAX = 512 * 1024;
  private static final long DIGEST_MS = 3_000;
  private static final DeliveryOptions TIMEOUT = new DeliveryOptions().setSendTimeout(3_000);

  private static final byte FRAMES = 1;
  private static final byte FOLLOW = 2;
  private static final byte UNFOLLOW = 3;
  private static final byte ALL = 4;
  private static final byte DIGEST = 5;
  private static final byte PRESENCE = 6;
  private static final byte RIGHTS = 7;

  /** So small that it is sent however much is under way: it says that this node is alive. */
  private static final int BEAT_MAX = 128;

  private static final Buffer OK = Buffer.buffer(new byte[] {1});
  private static final Buffer MISMATCH = Buffer.buffer(new byte[] {0});

  /** Another node: what it follows, and what is under way to it. */
  private static final class Peer {
    final Interest interest = new Interest();
    Buffer batch = Buffer.buffer();
    int inFlight;
  }

  private final Vertx vertx;
  private final EventBus eventBus;
  private final Peers peers;
  private final Consumer<List<Frame>> receiver;
  private final Map<String, Peer> others = new HashMap<>();
  private final Interest own = new Interest();
  private final MessageConsumer<Buffer> consumer;
  private @Nullable PresencePipe presence;
  private Runnable rights = () -> {};
  private boolean flushScheduled;

  /**
   * @param receiver takes what other nodes send, on the calling context
   */
  NodePipe(Vertx vertx, Peers peers, Consumer<List<Frame>> receiver) {
    this.vertx = vertx;
    this.eventBus = vertx.eventBus();
    this.peers = peers;
    this.receiver = receiver;
    this.consumer = eventBus.consumer(address(peers.self()));
  }

  private static String address(String node) {
    return "stream." + node;
  }

  /** From now on also carries who is online. */
  void carry(PresencePipe who) {
    presence = who;
  }

  /**
   * @param listener hears on the calling context that a right may have ended on another node
   */
  void onRights(Runnable listener) {
    rights = listener;
  }

  /** Says to every node that a right may have ended. */
  void tellRights() {
    for (String node : peers.others()) {
      Buffer message = Buffer.buffer().appendByte(RIGHTS);
      addSelf(message);
      request(node, message);
    }
  }

  /** Completes when other nodes can reach this one. */
  Future<Void> start() {
    var context = vertx.getOrCreateContext();
    consumer.handler(this::receive);
    vertx.setPeriodic(DIGEST_MS, _ -> exchangeDigests());
    peers.onChange(() -> context.runOnContext(_ -> exchangeDigests()));
    return consumer.completion().onSuccess(_ -> exchangeDigests());
  }

  /** Completes when another node has answered; fails when none has in three seconds. */
  Future<?> reach() {
    return Future.any(peers.others().stream().map(node -> request(node, digest())).toList());
  }

  boolean isAlone() {
    return peers.others().isEmpty();
  }

  /**
   * Tells every node that this one follows a stream; completes when they know, or do not answer.
   */
  Future<?> follow(UUID stream) {
    return own.add(stream) ? tellAll(FOLLOW, stream) : Future.succeededFuture();
  }

  void unfollow(UUID stream) {
    if (own.remove(stream)) {
      tellAll(UNFOLLOW, stream);
    }
  }

  /** Sends a frame to the nodes that follow its stream, with the others of this tick. */
  void send(Frame frame) {
    for (Peer peer : others.values()) {
      int room = frame.isSignal() ? IN_FLIGHT_MAX / 2 : IN_FLIGHT_MAX;
      if (peer.interest.contains(frame.stream())
          && peer.inFlight + peer.batch.length() + frame.json().length < room) {
        Interest.append(peer.batch, frame.stream());
        peer.batch.appendLong(frame.seq()).appendInt(frame.json().length).appendBytes(frame.json());
      }
    }
    if (!flushScheduled && !others.isEmpty()) {
      flushScheduled = true;
      vertx.runOnContext(_ -> flush());
    }
  }

  /** The other nodes that have been heard of. */
  Set<String> nodes() {
    return Set.copyOf(others.keySet());
  }

  /** Whether another node follows a stream. */
  boolean follows(String node, UUID stream) {
    Peer peer = others.get(node);
    return peer != null && peer.interest.contains(stream);
  }

  /**
   * Tells a node who is online; completes with whether it agrees with the digest. Fails when it
   * does not answer, and at once when too much is under way to it.
   */
  Future<Boolean> sendPresence(String node, Buffer said) {
    Peer peer = others.get(node);
    int size = said.length();
    if (peer == null || (size > BEAT_MAX && peer.inFlight + size > IN_FLIGHT_MAX / 2)) {
      return Future.failedFuture("shed");
    }
    Buffer message = Buffer.buffer(size + 64).appendByte(PRESENCE).appendBuffer(said);
    addSelf(message);
    peer.inFlight += size;
    return request(node, message)
        .onComplete(_ -> peer.inFlight -= size)
        .map(reply -> reply.body().getByte(0) != 0);
  }

  private void flush() {
    flushScheduled = false;
    others.forEach(
        (node, peer) -> {
          if (peer.batch.length() > 0) {
            Buffer batch = Buffer.buffer(peer.batch.length() + 1).appendByte(FRAMES);
            batch.appendBuffer(peer.batch);
            int size = batch.length();
            peer.batch = Buffer.buffer(Math.min(size, MESSAGE_MAX));
            peer.inFlight += size;
            request(node, batch).onComplete(_ -> peer.inFlight -= size);
          }
        });
  }

  private Future<Message<Buffer>> request(String node, Buffer message) {
    return eventBus.request(address(node), message, TIMEOUT);
  }

  private Future<?> tellAll(byte kind, UUID stream) {
    List<Future<?>> told = new ArrayList<>();
    for (String node : peers.others()) {
      Buffer message = Buffer.buffer(17).appendByte(kind);
      Interest.append(message, stream);
      addSelf(message);
      told.add(request(node, message));
    }
    return Future.join(told).otherwiseEmpty();
  }

  private void exchangeDigests() {
    Set<String> present = peers.others();
    others.keySet().retainAll(present);
    for (String node : present) {
      others.computeIfAbsent(node, _ -> new Peer());
      request(node, digest())
          .onSuccess(
              reply -> {
                if (reply.body().getByte(0) == 0) {
                  Buffer all = Buffer.buffer().appendByte(ALL);
                  own.appendTo(all);
                  addSelf(all);
                  request(node, all);
                }
              });
    }
  }

  private Buffer digest() {
    Buffer message = Buffer.buffer().appendByte(DIGEST).appendLong(own.digest());
    addSelf(message);
    return message;
  }

  /** Interest names its sender at the end, after what it is about. */
  private void addSelf(Buffer message) {
    int length = message.length();
    message.appendString(peers.self()).appendInt(length);
  }

  private void receive(Message<Buffer> message) {
    Buffer body = message.body();
    if (body.getByte(0) == FRAMES) {
      receiver.accept(readFrames(body));
      message.reply(OK);
      return;
    }
    int end = body.getInt(body.length() - Integer.BYTES);
    String node = body.getString(end, body.length() - Integer.BYTES);
    if (!others.containsKey(node)) {
      vertx.runOnContext(
          _ -> exchangeDigests()); // it is new, and is to know at once what we follow
    }
    Interest interest = others.computeIfAbsent(node, _ -> new Peer()).interest;
    boolean known = true;
    switch (body.getByte(0)) {
      case FOLLOW -> {
        UUID stream = new UUID(body.getLong(1), body.getLong(9));
        interest.add(stream);
        if (presence != null) {
          presence.followed(node, stream);
        }
      }
      case PRESENCE -> known = presence == null || presence.received(node, body, 1, end);
      case UNFOLLOW -> interest.remove(new UUID(body.getLong(1), body.getLong(9)));
      case ALL -> interest.replaceBy(body.getBuffer(0, end), 1);
      case RIGHTS -> rights.run();
      case DIGEST -> known = interest.digest() == body.getLong(1);
      default -> known = true; // a kind of a newer release
    }
    message.reply(known ? OK : MISMATCH);
  }

  private static List<Frame> readFrames(Buffer body) {
    List<Frame> frames = new ArrayList<>();
    int pos = 1;
    while (pos < body.length()) {
      UUID stream = new UUID(body.getLong(pos), body.getLong(pos + 8));
      int length = body.getInt(pos + 24);
      frames.add(
          new Frame(stream, body.getLong(pos + 16), body.getBytes(pos + 28, pos + 28 + length)));
      pos += 28 + length;
    }
    return frames;
  }
}
