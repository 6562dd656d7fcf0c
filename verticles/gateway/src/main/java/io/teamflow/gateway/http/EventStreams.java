package io.teamflow.gateway.http;

import io.teamflow.codecs.stream.Position;
import io.teamflow.codecs.stream.StreamId;
import io.teamflow.gateway.token.AccessToken;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** Answers that go on: each tells what happens in a stream for as long as somebody listens. */
@FunctionalInterface
public interface EventStreams {
  /**
   * Begins an answer, on the event loop of its request. Completes once it has begun; fails, and
   * leaves the answer to the caller, when it may not begin.
   *
   * @param since the last position seen; absent to begin at the head
   */
  Future<Void> open(
      RoutingContext context, AccessToken token, StreamId stream, @Nullable Position since);
}
