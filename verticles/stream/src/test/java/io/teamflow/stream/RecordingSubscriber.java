package io.teamflow.stream;

import io.netty.buffer.ByteBuf;
import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.stream.Position;
import io.teamflow.codecs.stream.StreamId;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A socket that remembers what it was told, and can refuse to take more. */
final class RecordingSubscriber implements StreamSubscriber {
  final List<JsonObject> frames = new CopyOnWriteArrayList<>();
  volatile @Nullable Position position;
  volatile boolean recovered;
  volatile @Nullable Failure refusal;
  volatile boolean full;
  volatile boolean tooSlow;
  volatile boolean positionLost;
  volatile boolean unsubscribed;
  private final UUID user;

  private final Form form;

  /** What server-sent events look like on the wire. */
  final List<String> text = new CopyOnWriteArrayList<>();

  RecordingSubscriber(UUID user) {
    this(user, Form.WEB_SOCKET);
  }

  RecordingSubscriber(UUID user, Form form) {
    this.user = user;
    this.form = form;
  }

  /** The numbers of the events received, in order. */
  List<Long> numbers() {
    return frames.stream()
        .filter(f -> "event".equals(f.getString("op")))
        .map(f -> f.getLong("seq"))
        .toList();
  }

  @Override
  public UUID user() {
    return user;
  }

  @Override
  public void subscribed(StreamId stream, Position at, boolean complete) {
    recovered = complete;
    position = at;
  }

  @Override
  public void refused(StreamId stream, Failure failure) {
    refusal = failure;
  }

  @Override
  public void unsubscribed(StreamId stream) {
    unsubscribed = true;
  }

  @Override
  public boolean isWritable() {
    return !full;
  }

  @Override
  public Form form() {
    return form;
  }

  @Override
  public void write(ByteBuf joined) {
    ByteBuf in = joined.duplicate();
    if (form == Form.SERVER_SENT) {
      text.add(in.toString(StandardCharsets.UTF_8));
      return;
    }
    while (in.isReadable()) {
      if (in.readUnsignedByte() != 0x81) {
        throw new AssertionError("not a final text frame");
      }
      int length = in.readUnsignedByte();
      if (length == 126) {
        length = in.readUnsignedShort();
      } else if (length == 127) {
        length = (int) in.readLong();
      }
      frames.add(new JsonObject(in.readCharSequence(length, StandardCharsets.UTF_8).toString()));
    }
  }

  @Override
  public void flush() {}

  @Override
  public void tooSlow() {
    tooSlow = true;
  }

  @Override
  public void positionLost() {
    positionLost = true;
  }

  /** Who is online, by the presence signals so far. */
  Set<String> online() {
    Set<String> online = new HashSet<>();
    for (JsonObject frame : frames) {
      if ("presence".equals(frame.getString("type"))) {
        JsonObject d = frame.getJsonObject("d");
        if (d.containsKey("online")) {
          online.clear();
          d.getJsonArray("online").forEach(user -> online.add((String) user));
        } else {
          d.getJsonArray("joined").forEach(user -> online.add((String) user));
          d.getJsonArray("left").forEach(online::remove);
        }
      }
    }
    return online;
  }
}
