package io.teamflow.gateway.socket;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketFrame;
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
    if (frame.isBinary()) {
      violations.accept(CloseCode.BAD_FRAME);
    } else if (frame.isText() || frame.isContinuation()) {
      Buffer data = frame.binaryData();
      Buffer whole = fragments == null ? data : fragments.appendBuffer(data);
      if (whole.length() > maxBytes) {
        fragments = null;
        violations.accept(CloseCode.TOO_BIG);
      } else if (frame.isFinal()) {
        fragments = null;
        decode(whole);
      } else {
        fragments = fragments == null ? Buffer.buffer().appendBuffer(data) : whole;
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
