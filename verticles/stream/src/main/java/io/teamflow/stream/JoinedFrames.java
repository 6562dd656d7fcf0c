package io.teamflow.stream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.teamflow.stream.StreamSubscriber.Form;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Frames of one stream in each form that a subscriber asks for, encoded once. */
final class JoinedFrames implements AutoCloseable {
  private final List<Frame> frames;
  private final String epoch;
  private @Nullable ByteBuf webSocket;
  private @Nullable ByteBuf serverSent;

  JoinedFrames(List<Frame> frames, String epoch) {
    this.frames = frames;
    this.epoch = epoch;
  }

  /** Not owned by the caller. */
  ByteBuf as(Form form) {
    return switch (form) {
      case WEB_SOCKET -> {
        if (webSocket == null) {
          webSocket = WebSocketText.join(frames, PooledByteBufAllocator.DEFAULT);
        }
        yield webSocket;
      }
      case SERVER_SENT -> {
        if (serverSent == null) {
          serverSent = ServerSentText.join(frames, epoch, PooledByteBufAllocator.DEFAULT);
        }
        yield serverSent;
      }
    };
  }

  @Override
  public void close() {
    if (webSocket != null) {
      webSocket.release();
    }
    if (serverSent != null) {
      serverSent.release();
    }
  }
}
