package io.teamflow.gateway.socket;

import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Joins fragments to text messages, within a bound and in valid UTF-8 (RFC 6455, section 8.1). */
final class TextAssembler {
  private final int maxBytes;
  private final Consumer<String> messages;
  private final Consumer<CloseCode> violations;
  private @Nullable Buffer fragments;

  TextAssembler(int maxBytes, Consumer<String> messages, Consumer<CloseCode> violations) {
    this.maxBytes = maxBytes;
    this.messages = messages;
    this.violations = violations;
  }

  void accept(WebSocketFrame frame) {
    if (frame instanceof BinaryWebSocketFrame) {
      violations.accept(CloseCode.BAD_FRAME);
    } else if (frame instanceof TextWebSocketFrame || frame instanceof ContinuationWebSocketFrame) {
      Buffer data = Buffer.buffer(ByteBufUtil.getBytes(frame.content()));
      Buffer whole = fragments == null ? data : fragments.appendBuffer(data);
      if (whole.length() > maxBytes) {
        fragments = null;
        violations.accept(CloseCode.TOO_BIG);
      } else if (frame.isFinalFragment()) {
        fragments = null;
        decode(whole);
      } else {
        fragments = whole;
      }
    }
  }

  private void decode(Buffer message) {
    String text;
    try {
      text =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(message.getBytes()))
              .toString();
    } catch (CharacterCodingException _) {
      violations.accept(CloseCode.NOT_UTF8);
      return;
    }
    messages.accept(text);
  }
}
