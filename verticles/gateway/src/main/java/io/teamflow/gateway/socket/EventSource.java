package io.teamflow.gateway.socket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.stream.Position;
import io.teamflow.codecs.stream.StreamId;
import io.teamflow.gateway.Departure;
import io.teamflow.gateway.token.AccessToken;
import io.teamflow.stream.StreamSubscriber;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An answer that tells one channel as server-sent events, with the frames of the socket as data. It
 * ends with the right to the channel, with its token, and when its reader is too slow. Belongs to
 * its event loop.
 */
final class EventSource implements StreamSubscriber {
  /** Proxies commonly give up on an answer that is silent for 30 s. */
  private static final long HEARTBEAT_MS = 15_000;

  private final HttpServerResponse response;
  private final ChannelHandlerContext connection;
  private final AccessToken token;
  private final @Nullable Position since;
  private final long endMs;
  private final Promise<Void> begun = Promise.promise();
  private long wroteAt = System.currentTimeMillis();

  /**
   * @param endMs how long the end may take to be written before the connection is closed
   */
  EventSource(HttpServerRequest request, AccessToken token, @Nullable Position since, long endMs) {
    this.response = request.response();
    this.connection = ((ConnectionBase) request.connection()).channelHandlerContext();
    this.token = token;
    this.since = since;
    this.endMs = endMs;
  }

  /** Completes with the head of the answer; fails when there is none, because it was refused. */
  Future<Void> begun() {
    return begun.future();
  }

  UUID session() {
    return token.session();
  }

  @Override
  public UUID user() {
    return token.user();
  }

  @Override
  public Form form() {
    return Form.SERVER_SENT;
  }

  /** What follows is missed by whoever breaks off here, so the id stays at what was seen. */
  @Override
  public void subscribed(StreamId stream, Position position, boolean recovered) {
    if (response.ended() || response.closed()) {
      return;
    }
    response
        .setChunked(true)
        .putHeader("Content-Type", "text/event-stream")
        .putHeader("X-Accel-Buffering", "no");
    Position seen = recovered && since != null ? since : position;
    say("id: " + seen + "\n", ServerFrames.subscribed(null, stream, position, recovered));
    begun.tryComplete();
  }

  @Override
  public void refused(StreamId stream, Failure failure) {
    begun.tryFail(failure);
  }

  @Override
  public void unsubscribed(StreamId stream) {
    if (response.headWritten()) {
      say("", ServerFrames.unsubscribed(null, stream));
    }
    end();
  }

  @Override
  public boolean isWritable() {
    return !response.writeQueueFull();
  }

  @Override
  public void write(ByteBuf frames) {
    put(Buffer.buffer(ByteBufUtil.getBytes(frames)));
  }

  @Override
  public void flush() {
    // Vert.x flushes what is written
  }

  @Override
  public void tooSlow() {
    cutOff();
  }

  @Override
  public void positionLost() {
    cutOff();
  }

  /** Once a second. */
  void tick(long now, boolean signedOut) {
    if (signedOut || token.expiresAt().toEpochMilli() <= now) {
      end();
    } else if (now - wroteAt >= HEARTBEAT_MS && response.headWritten() && isWritable()) {
      put(Buffer.buffer(":\n\n"));
    }
  }

  /** Ends the answer; browsers come back by themselves. */
  void comeBack(Departure why, long afterMs) {
    if (response.headWritten()) {
      say("retry: " + afterMs + "\n", ServerFrames.reconnect(why, afterMs));
    }
    end();
  }

  private void end() {
    if (!response.headWritten()) {
      begun.tryFail(Failure.unavailable("The stream could not begin in time."));
    } else if (isWritable()) {
      // The end waits to be written, which is for ever where nobody reads.
      response.end().timeout(endMs, TimeUnit.MILLISECONDS).onFailure(_ -> cutOff());
    } else {
      cutOff();
    }
  }

  /** At once: to reset an answer of HTTP/1.1 waits until all that is queued is written. */
  private void cutOff() {
    connection.close();
  }

  private void say(String fields, JsonObject frame) {
    put(Buffer.buffer(fields + "data: " + frame.encode() + "\n\n"));
  }

  private void put(Buffer text) {
    if (!response.ended() && !response.closed()) {
      wroteAt = System.currentTimeMillis();
      response.write(text);
    }
  }
}
