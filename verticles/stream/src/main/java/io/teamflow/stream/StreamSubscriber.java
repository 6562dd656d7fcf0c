package io.teamflow.stream;

import io.netty.buffer.ByteBuf;
import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.stream.Position;
import io.teamflow.codecs.stream.StreamId;
import java.util.UUID;

/**
 * A socket, or an answer that goes on, as the {@link StreamHub} sees it. Every method is called on
 * its event loop.
 */
public interface StreamSubscriber {

  /** How frames are encoded. */
  enum Form {
    /** Complete WebSocket text messages. */
    WEB_SOCKET,
    /** Server-sent events, whose ids are positions. */
    SERVER_SENT
  }

  /** In which form it takes frames; always the same. */
  Form form();

  /** Whose socket it is; may follow what this user may read. */
  UUID user();

  /**
   * The answer to a subscription, always before the first event of the stream.
   *
   * @param position where the subscriber stands: the missed events end here, live ones begin after
   * @param recovered whether every event since the position asked for follows; false when none was
   *     asked for, or it is too old or of another history, and the client loads afresh
   */
  void subscribed(StreamId stream, Position position, boolean recovered);

  /** The other answer: not allowed, or unable right now. Nothing is followed. */
  void refused(StreamId stream, Failure failure);

  /** The subscription ended because the right to it did. */
  void unsubscribed(StreamId stream);

  /** Whether a write would go out rather than pile up. */
  boolean isWritable();

  /**
   * Writes frames in the {@link #form}, which all subscribers of a stream share.
   *
   * @param frames not owned: retain a duplicate to keep it beyond the call
   */
  void write(ByteBuf frames);

  /** Flushes what was written: once per turn, however many streams had something to tell. */
  void flush();

  /** Ends the socket: it could not take what it follows for too long. */
  void tooSlow();

  /** Ends the socket: what it missed while it could take no more is not in the log any more. */
  void positionLost();
}
