package io.teamflow.gateway.socket;

import com.github.f4b6a3.uuid.UuidCreator;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameEncoder;
import io.netty.handler.timeout.IdleStateHandler;
import io.teamflow.codecs.auth.Scope.Area;
import io.teamflow.codecs.auth.Scope.Level;
import io.teamflow.codecs.bus.Caller;
import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.chat.ChatMessages;
import io.teamflow.codecs.chat.SendMessage;
import io.teamflow.codecs.stream.Position;
import io.teamflow.codecs.stream.StreamId;
import io.teamflow.gateway.Departure;
import io.teamflow.gateway.http.ClientAddress;
import io.teamflow.gateway.http.Trace;
import io.teamflow.gateway.http.UserAgent;
import io.teamflow.gateway.token.AccessToken;
import io.teamflow.stream.StreamSubscriber;
import io.teamflow.stream.WebSocketText;
import io.vertx.core.Future;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.http.WebSocketInternal;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One socket and what it may do. Every text frame, ours and the streams', is written to the Netty
 * context below the WebSocket encoder, so that their order is the order of the writes; pings, pongs
 * and closes are left to the {@link SocketEnd}. Belongs to its event loop.
 */
final class SocketSession implements StreamSubscriber, SocketEnd.Listener {
  private static final long IDENTIFY_MS = 10_000;
  private static final long EXPIRY_NOTICE_MS = 60_000;

  /** For the peer to read what it was told last, and to close as well. */
  private static final long CLOSE_MS = 10_000;

  private final Sockets sockets;
  private final SocketEnd end;
  private final TextAssembler texts;
  private final ChannelHandlerContext channel;
  private final String address;
  private final String userAgent;
  private final long heartbeatMs;
  private final long openedAt = System.currentTimeMillis();

  private final Subscriptions subscriptions;

  private @Nullable AccessToken token;
  private long heardAt = openedAt;
  private long pingedAt = openedAt;
  private int framesThisMinute;
  private boolean expiryNoticed;
  private boolean closed;

  SocketSession(Sockets sockets, ServerWebSocket socket, String address) {
    this.sockets = sockets;
    this.channel = belowEncoder(((WebSocketInternal) socket).channelHandlerContext().pipeline());
    this.address = address;
    this.heartbeatMs = sockets.settings().heartbeatSeconds() * 1_000L;
    this.subscriptions = new Subscriptions(sockets.settings().subscriptions());
    this.userAgent = UserAgent.of(socket.headers());
    this.texts = new TextAssembler(sockets.settings().frameBytes(), this::received, this::close);
    this.end = SocketEnd.takeOver(socket, sockets.context(), this);
    send(ServerFrames.hello(UUID.randomUUID(), sockets.settings()));
    ticketOf(socket.query()).ifPresent(ticket -> identify(null, redeem(ticket)));
  }

  /**
   * The context of the encoder, which what is written to it does not pass. The handler that closes
   * idle connections goes: sockets have a heartbeat, and it would make an object for each write.
   */
  private static ChannelHandlerContext belowEncoder(ChannelPipeline pipeline) {
    if (pipeline.get(IdleStateHandler.class) != null) {
      pipeline.remove(IdleStateHandler.class);
    }
    return pipeline.context(WebSocketFrameEncoder.class);
  }

  /**
   * What Netty cannot read is answered here, before it closes the channel; of anything else the
   * close handler follows, which is all there is to do.
   */
  @Override
  public void broken(Throwable error) {
    if (error instanceof CorruptedWebSocketFrameException unreadable) {
      close(CloseCode.of(unreadable));
    }
  }

  /** What stands in the query of the URL, where browsers cannot send a header. */
  private static Optional<String> ticketOf(@Nullable String query) {
    return query == null
        ? Optional.empty()
        : Arrays.stream(query.split("&", 16))
            .filter(parameter -> parameter.startsWith("ticket="))
            .map(parameter -> parameter.substring("ticket=".length()))
            .findFirst();
  }

  // What the client says

  /** Fragments and pings count as frames too: there is no end of them otherwise. */
  @Override
  public void heard(WebSocketFrame frame) {
    heardAt = System.currentTimeMillis();
    if (closed) {
      return;
    }
    if (frame instanceof CloseWebSocketFrame) {
      gone(); // it has been answered, and nothing may follow that
    } else if (++framesThisMinute > sockets.settings().framesPerMinute()) {
      close(CloseCode.LIMITED);
    } else {
      texts.accept(frame);
    }
  }

  private void received(String text) {
    ClientFrame frame;
    try {
      frame = ClientFrame.parse(text);
    } catch (Failure _) {
      close(CloseCode.BAD_FRAME);
      return;
    }
    Object id = frame.answerId();
    try {
      if ("ping".equals(frame.op())) {
        send(ServerFrames.pong(id));
      } else if (token == null) {
        beforeIdentified(frame, id);
      } else {
        handle(frame, id);
      }
    } catch (Failure failure) {
      send(ServerFrames.error(id, failure));
    }
  }

  private void beforeIdentified(ClientFrame frame, @Nullable Object id) {
    if (!"identify".equals(frame.op())) {
      close(CloseCode.PROTOCOL);
      return;
    }
    identify(id, frame.has("ticket") ? redeem(frame.text("ticket")) : verify(frame.text("token")));
  }

  private Future<AccessToken> redeem(String ticket) {
    return sockets.tokens().redeem(ticket, ClientAddress.source(address));
  }

  private Future<AccessToken> verify(String text) {
    return sockets.tokens().verify(text, () -> ClientAddress.source(address));
  }

  private void identify(@Nullable Object id, Future<AccessToken> verification) {
    verification.onComplete(verified -> identified(id, verified), this::notVerified);
  }

  private void identified(@Nullable Object id, AccessToken verified) {
    if (closed) {
      return;
    }
    if (token != null) {
      close(CloseCode.PROTOCOL);
    } else if (!sockets.state().openSocket(verified.user(), sockets.settings().socketsPerUser())) {
      close(CloseCode.LIMITED);
    } else {
      token = verified;
      send(ServerFrames.ready(id, verified.user(), verified.expiresAt()));
    }
  }

  private void notVerified(Throwable error) {
    Failure.Code code = error instanceof Failure failure ? failure.code() : Failure.Code.INTERNAL;
    close(
        switch (code) {
          case UNAUTHENTICATED -> CloseCode.BAD_TOKEN;
          case LIMITED -> CloseCode.LIMITED;
          default -> CloseCode.MOVED;
        });
  }

  private void handle(ClientFrame frame, @Nullable Object id) {
    switch (frame.op()) {
      case "subscribe" -> subscribe(frame, id);
      case "unsubscribe" -> {
        StreamId stream = frame.channel();
        subscriptions.remove(stream);
        sockets.hub().unsubscribe(stream, this);
        send(ServerFrames.unsubscribed(id, stream));
      }
      case "send" -> say(frame, id);
      case "typing" -> {
        StreamId stream = frame.channel();
        if (subscriptions.follows(stream) && allowed(Area.CHAT, Level.WRITE)) {
          sockets.hub().signal(stream, "typing", user(), "{\"user\":\"" + user() + "\"}");
        }
      }
      case "token" -> refresh(frame, id);
      case "identify" -> close(CloseCode.PROTOCOL);
      default -> throw Failure.invalid("The op is not known here.");
    }
  }

  private void subscribe(ClientFrame frame, @Nullable Object id) {
    if (!Objects.requireNonNull(token).readsEverything()) {
      throw Failure.forbidden("The token lacks the scope read.");
    }
    StreamId stream = frame.channel();
    Position since = frame.since();
    subscriptions.ask(stream, id);
    sockets.hub().subscribe(stream, since, this);
  }

  private boolean allowed(Area area, Level level) {
    return Objects.requireNonNull(token).allows(area, level);
  }

  private void say(ClientFrame frame, @Nullable Object id) {
    if (!allowed(Area.CHAT, Level.WRITE)) {
      throw Failure.forbidden("The token lacks the scope chat:write.");
    }
    StreamId stream = frame.channel();
    if (stream.kind() != StreamId.Kind.PROJECT) {
      throw Failure.invalid("Only projects have a conversation.");
    }
    SendMessage command =
        new SendMessage(
            UuidCreator.getTimeOrderedEpoch(),
            stream.id(),
            frame.uuid("clientId"),
            frame.text("body"),
            frame.optionalUuid("replyTo"));
    sockets
        .state()
        .limits()
        .countRequest(user())
        .compose(_ -> sockets.bus().request(ChatMessages.SEND, caller(), command))
        .onComplete(
            ack -> send(ServerFrames.ack(id, ack)),
            error ->
                send(
                    ServerFrames.error(
                        id, error instanceof Failure failure ? failure : Failure.internal())));
  }

  private void refresh(ClientFrame frame, @Nullable Object id) {
    verify(frame.text("token"))
        .onComplete(
            verified -> {
              if (closed) {
                return;
              }
              if (!verified.user().equals(user())) {
                close(CloseCode.BAD_TOKEN);
                return;
              }
              token = verified;
              expiryNoticed = false;
              send(ServerFrames.ready(id, verified.user(), verified.expiresAt()));
            },
            this::notVerified);
  }

  // What streams say

  @Override
  public UUID user() {
    return Objects.requireNonNull(token).user();
  }

  @Override
  public Form form() {
    return Form.WEB_SOCKET;
  }

  @Override
  public void subscribed(StreamId stream, Position position, boolean recovered) {
    send(ServerFrames.subscribed(subscriptions.letIn(stream), stream, position, recovered));
  }

  @Override
  public void refused(StreamId stream, Failure failure) {
    Object id = subscriptions.refused(stream);
    send(ServerFrames.error(id, failure).put("ch", stream.channel()));
  }

  @Override
  public void unsubscribed(StreamId stream) {
    subscriptions.remove(stream);
    send(ServerFrames.unsubscribed(null, stream));
  }

  @Override
  public boolean isWritable() {
    return channel.channel().isWritable();
  }

  @Override
  public void write(ByteBuf frames) {
    if (!closed) {
      channel.write(frames.retainedDuplicate(), channel.voidPromise());
    }
  }

  @Override
  public void flush() {
    channel.flush();
  }

  @Override
  public void tooSlow() {
    close(CloseCode.SLOW_CONSUMER);
  }

  @Override
  public void positionLost() {
    close(CloseCode.POSITION_LOST);
  }

  private void send(JsonObject frame) {
    if (!closed) {
      byte[] text = frame.encode().getBytes(StandardCharsets.UTF_8);
      channel.writeAndFlush(WebSocketText.of(text, channel.alloc()), channel.voidPromise());
    }
  }

  // Time, and the end

  /** Once a second. */
  void tick(long now) {
    if (token == null && now - openedAt > IDENTIFY_MS) {
      close(CloseCode.PROTOCOL);
    } else if (now - heardAt >= 2 * heartbeatMs) {
      close(CloseCode.HEARTBEAT);
    } else if (now - pingedAt >= heartbeatMs) {
      pingedAt = now;
      end.ping();
    }
    if (token != null) {
      long left = token.expiresAt().toEpochMilli() - now;
      if (sockets.revoked().contains(token.session())) {
        close(CloseCode.SIGNED_OUT);
      } else if (left <= 0) {
        close(CloseCode.TOKEN_EXPIRED);
      } else if (left < EXPIRY_NOTICE_MS && !expiryNoticed) {
        expiryNoticed = true;
        send(ServerFrames.tokenExpiring(token.expiresAt()));
      }
    }
  }

  void newMinute() {
    framesThisMinute = 0;
  }

  void askToReconnect(Departure why, long afterMs) {
    send(ServerFrames.reconnect(why, afterMs));
  }

  void close(CloseCode why) {
    if (!closed) {
      closed = true;
      end.close(why);
      release();
      if (why == CloseCode.HEARTBEAT) {
        channel.close(); // nobody is there to answer
      }
    }
  }

  @Override
  public void gone() {
    if (!closed) {
      closed = true;
      release();
    }
  }

  /** The close waits to be written, which is for ever where nobody reads, and to be answered. */
  private void release() {
    if (channel.channel().isActive()) {
      sockets.later(CLOSE_MS, channel::close);
    }
    sockets.hub().gone(this);
    sockets.closed(this, address);
    if (token != null) {
      sockets.state().closeSocket(token.user());
    }
  }

  private Caller caller() {
    AccessToken verified = Objects.requireNonNull(token);
    return new Caller(
        verified.user(), verified.session(), address, Trace.continuing(null).parent(), userAgent);
  }
}
