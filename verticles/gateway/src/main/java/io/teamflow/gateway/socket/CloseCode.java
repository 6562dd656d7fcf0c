package io.teamflow.gateway.socket;

import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;

/** Why a socket is closed. 4000 to 4499: connect again; 4500 to 4999: do not. */
enum CloseCode {
  MOVED(4000, "This node cannot serve the socket, another one can."),
  SLOW_CONSUMER(4002, "The socket does not read fast enough."),
  HEARTBEAT(4003, "The socket does not answer."),
  POSITION_LOST(4004, "What the socket missed cannot be told any more."),
  TOKEN_EXPIRED(4005, "The access token has expired."),
  LIMITED(4008, "Too much at once."),
  BAD_TOKEN(4500, "The access token is wrong."),
  PROTOCOL(4502, "The protocol was not followed."),
  BAD_FRAME(4503, "A frame is no JSON text."),
  SIGNED_OUT(4504, "The session has ended."),
  BROKEN(1002, "A frame is not as RFC 6455 demands."),
  NOT_UTF8(1007, "A frame is no UTF-8."),
  TOO_BIG(1009, "A message is too big.");

  private final int code;
  private final String reason;

  CloseCode(int code, String reason) {
    this.code = code;
    this.reason = reason;
  }

  /** What is told of a frame that could not be read. */
  static CloseCode of(CorruptedWebSocketFrameException unreadable) {
    int code = unreadable.closeStatus().code();
    return code == TOO_BIG.code ? TOO_BIG : code == NOT_UTF8.code ? NOT_UTF8 : BROKEN;
  }

  short code() {
    return (short) code;
  }

  String reason() {
    return reason;
  }
}
