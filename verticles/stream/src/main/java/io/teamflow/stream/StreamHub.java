package io.teamflow.stream;

import io.teamflow.codecs.stream.Position;
import io.teamflow.codecs.stream.StreamId;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * This node's end of every stream: publishes what was committed here and brings to each subscriber
 * of this node every event of its streams once, in order and without a gap.
 */
public interface StreamHub extends StreamPublisher {

  /**
   * Begins to follow a stream. Call on the event loop of the subscriber; everything it hears comes
   * on that loop. First comes {@link StreamSubscriber#subscribed} or {@link
   * StreamSubscriber#refused}, then the missed events, then live ones. To follow a stream twice is
   * to follow it once, answered twice.
   *
   * @param since the last position seen; absent to begin at the head
   */
  void subscribe(StreamId stream, @Nullable Position since, StreamSubscriber subscriber);

  /**
   * Stops to follow a stream; on return nothing more of it is delivered. On the subscriber's loop.
   */
  void unsubscribe(StreamId stream, StreamSubscriber subscriber);

  /** Stops to follow everything, because the socket is gone. On the subscriber's loop. */
  void gone(StreamSubscriber subscriber);

  /**
   * Sends something fleeting, such as typing, to the subscribers of a stream on all nodes. The last
   * one per stream, type and user within a second is sent; the first under load to be dropped.
   *
   * @param payload JSON text
   */
  void signal(StreamId stream, String type, UUID user, String payload);

  /**
   * Reads the events behind a position, oldest first. Empty when there is no such stream or the
   * user may not follow it. From any context, on which it completes.
   *
   * @param since absent to learn where the stream stands
   * @param limit events of the page
   */
  Future<Optional<EventPage>> read(StreamId stream, UUID user, @Nullable Position since, int limit);
}
