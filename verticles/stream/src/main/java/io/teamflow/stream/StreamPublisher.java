package io.teamflow.stream;

import io.teamflow.codecs.stream.CommittedEvent;

/**
 * Tells subscribers on every node of an event that is durable. A hint that may be lost: whoever
 * follows the stream finds a missing event in PostgreSQL within seconds.
 */
@FunctionalInterface
public interface StreamPublisher {
  /** Call after the commit, from any context; never blocks and never fails. */
  void publish(CommittedEvent event);
}
