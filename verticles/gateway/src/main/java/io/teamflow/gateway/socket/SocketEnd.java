package io.teamflow.gateway.socket;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.http.WebSocketInternal;
import io.vertx.core.net.impl.VertxHandler;

/**
 * The end of a socket's pipeline once its handshake is over. It takes the place of the handler of
 * Vert.x, which keeps two queues of 1,024 places and the whole HTTP request for as long as the
 * socket lives: two thirds of what an idle socket costs. Answers pings and closes (RFC 6455,
 * section 5.5). Belongs to its event loop.
 */
final class SocketEnd extends ChannelInboundHandlerAdapter {

  /** What the socket says, on the context of its verticle. */
  interface Listener {

    /**
     * A frame of any kind.
     *
     * @param frame released after the call
     */
    void heard(WebSocketFrame frame);

    /** What follows cannot be read; the channel is closed after the call. */
    void broken(Throwable error);

    /** The channel is closed. */
    void gone();
  }

  private final ContextInternal context;
  private final Channel channel;
  private final Listener listener;
  private boolean closeSent;

  private SocketEnd(ContextInternal context, Channel channel, Listener listener) {
    this.context = context;
    this.channel = channel;
    this.listener = listener;
  }

  /**
   * Takes a socket over from Vert.x, for which it is closed from now on. To be called in the turn
   * of the loop in which the handshake ends: nothing can have been read from the socket by then.
   */
  static SocketEnd takeOver(ServerWebSocket socket, ContextInternal context, Listener listener) {
    ChannelHandlerContext old = ((WebSocketInternal) socket).channelHandlerContext();
    VertxHandler<?> handler = (VertxHandler<?>) old.handler();
    handler.channelInactive(old); // or its metrics would count the connection for ever
    SocketEnd end = new SocketEnd(context, old.channel(), listener);
    old.pipeline().replace(handler, null, end);
    return end;
  }

  void ping() {
    channel.writeAndFlush(new PingWebSocketFrame(), channel.voidPromise());
  }

  /** Begins the closing handshake. The peer's answer closes the channel. */
  void close(CloseCode why) {
    if (!closeSent) {
      closeSent = true;
      channel.writeAndFlush(new CloseWebSocketFrame(why.code(), why.reason()));
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext end, Object message) {
    try {
      if (message instanceof WebSocketFrame frame) {
        answer(frame);
        context.dispatch(frame, listener::heard);
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void answer(WebSocketFrame frame) {
    if (frame instanceof PingWebSocketFrame && !closeSent) {
      channel.writeAndFlush(
          new PongWebSocketFrame(frame.content().retain()), channel.voidPromise());
    } else if (frame instanceof CloseWebSocketFrame && closeSent) {
      channel.close();
    } else if (frame instanceof CloseWebSocketFrame close) {
      closeSent = true;
      channel.writeAndFlush(answerTo(close)).addListener(ChannelFutureListener.CLOSE);
    }
  }

  /** What the peer said, or that all is well where it gave no code. */
  private static CloseWebSocketFrame answerTo(CloseWebSocketFrame close) {
    return close.content().isReadable()
        ? close.retainedDuplicate()
        : new CloseWebSocketFrame(WebSocketCloseStatus.NORMAL_CLOSURE);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext end, Throwable error) {
    context.dispatch(error, listener::broken);
    channel.close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext end) {
    context.dispatch(_ -> listener.gone());
  }
}
