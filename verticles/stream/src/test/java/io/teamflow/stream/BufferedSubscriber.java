package io.teamflow.stream;

import io.netty.buffer.ByteBuf;
import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.stream.Position;
import io.teamflow.codecs.stream.StreamId;
import io.vertx.core.Context;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A socket with the buffer that Netty gives it: it can take no more while 64 KiB wait in it, and
 * what waits goes out only after a flush, in a later turn of the loop.
 */
final class BufferedSubscriber implements StreamSubscriber {
  private static final int HIGH_WATER_MARK = 64 * 1024;

  private final RecordingSubscriber received;
  private final Context loop;
  private int waiting;

  /** Whether the other side does not read. */
  private boolean stuck;

  /** How often it could take no more when it was asked. */
  final AtomicInteger refusals = new AtomicInteger();

  /** How many subscriptions were answered. */
  final AtomicInteger subscriptions = new AtomicInteger();

  BufferedSubscriber(UUID user, Context loop) {
    this.received = new RecordingSubscriber(user);
    this.loop = loop;
  }

  /** The numbers of the events of one stream that came through, in order. */
  List<Long> numbers(StreamId stream) {
    List<Long> numbers = new ArrayList<>();
    for (JsonObject frame : received.frames) {
      if (stream.channel().equals(frame.getString("ch"))) {
        numbers.add(frame.getLong("seq"));
      }
    }
    return numbers;
  }

  /** Called on the loop: the other side stops reading, or goes on. */
  void stick(boolean wanted) {
    stuck = wanted;
    flush();
  }

  /** Called on the loop: something else waits in it. */
  void fill() {
    waiting = HIGH_WATER_MARK;
  }

  boolean isGivenUp() {
    return received.tooSlow || received.positionLost;
  }

  @Override
  public Form form() {
    return received.form();
  }

  @Override
  public UUID user() {
    return received.user();
  }

  @Override
  public void subscribed(StreamId stream, Position position, boolean recovered) {
    subscriptions.incrementAndGet();
  }

  @Override
  public void refused(StreamId stream, Failure failure) {
    throw failure;
  }

  @Override
  public void unsubscribed(StreamId stream) {
    received.unsubscribed(stream);
  }

  @Override
  public boolean isWritable() {
    boolean room = waiting < HIGH_WATER_MARK;
    if (!room) {
      refusals.incrementAndGet();
    }
    return room;
  }

  @Override
  public void write(ByteBuf frames) {
    waiting += frames.readableBytes();
    received.write(frames);
  }

  @Override
  public void flush() {
    if (!stuck) {
      int going = waiting;
      loop.runOnContext(_ -> waiting -= Math.min(going, waiting));
    }
  }

  @Override
  public void tooSlow() {
    received.tooSlow();
  }

  @Override
  public void positionLost() {
    received.positionLost();
  }
}
