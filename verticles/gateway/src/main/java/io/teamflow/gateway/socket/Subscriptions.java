package io.teamflow.gateway.socket;

import io.teamflow.codecs.stream.StreamId;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The channels that a socket follows or asked to follow, and the requests that wait for an answer.
 */
final class Subscriptions {
  /** Stands for the id of a request that has none. */
  private static final Object NO_ID = new Object();

  /** Most sockets follow one or two channels and wait for one answer: none has room for more. */
  private final Map<StreamId, Queue<Object>> waiting = new HashMap<>(2);

  /** The client asked; the answer is to carry the id. */
  void asked(StreamId stream, @Nullable Object id) {
    waiting.computeIfAbsent(stream, _ -> new ArrayDeque<>(1)).add(id == null ? NO_ID : id);
  }

  /** The id that the next answer about the stream carries. */
  @Nullable Object answered(StreamId stream) {
    Queue<Object> ids = waiting.get(stream);
    Object id = ids == null ? null : ids.poll();
    return id == NO_ID ? null : id;
  }

  boolean contains(StreamId stream) {
    return waiting.containsKey(stream);
  }

  int size() {
    return waiting.size();
  }

  void remove(StreamId stream) {
    waiting.remove(stream);
  }
}
