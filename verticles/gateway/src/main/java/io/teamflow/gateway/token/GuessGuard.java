package io.teamflow.gateway.token;

import io.teamflow.codecs.bus.Failure;
import io.teamflow.gateway.limit.Decision;
import io.teamflow.gateway.limit.Limit;
import io.teamflow.gateway.limit.RateLimiter;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Slows down who tries what only the database knows, a ticket or a token of a program: what is
 * counted is those that were none, of one source. What was verified before is not asked about here.
 */
final class GuessGuard {
  private static final Limit WRONG_OF_SOURCE =
      new Limit("wrong-tokens", 600, Duration.ofMinutes(1));

  private final RateLimiter limiter;

  GuessGuard(RateLimiter limiter) {
    this.limiter = limiter;
  }

  /**
   * Asks, unless too much of what the source tried was wrong; fails with LIMITED then.
   *
   * @param question fails with UNAUTHENTICATED when it is wrong
   */
  <T> Future<T> guard(String source, Supplier<Future<T>> question) {
    return limiter
        .check(WRONG_OF_SOURCE, source)
        .compose(
            decision ->
                decision.allowed() ? question.get() : Future.failedFuture(refusal(decision)))
        .recover(
            error ->
                isWrong(error)
                    ? limiter.take(WRONG_OF_SOURCE, source).compose(_ -> Future.failedFuture(error))
                    : Future.failedFuture(error));
  }

  private static boolean isWrong(Throwable error) {
    return error instanceof Failure failure && failure.code() == Failure.Code.UNAUTHENTICATED;
  }

  private static Failure refusal(Decision decision) {
    return Failure.limited(
        "Too many wrong tokens came from your address. Try again in "
            + decision.waitSeconds()
            + " s.");
  }
}
