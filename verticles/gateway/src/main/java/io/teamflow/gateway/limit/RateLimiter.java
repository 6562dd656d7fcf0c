package io.teamflow.gateway.limit;

import io.vertx.core.Future;

/** Counts per limit and key. From any thread; never fails. */
public interface RateLimiter {

  /** Takes one, if there is one left. */
  Future<Decision> take(Limit limit, String key);

  /** Tells whether one could be taken, and takes none. */
  Future<Decision> check(Limit limit, String key);
}
