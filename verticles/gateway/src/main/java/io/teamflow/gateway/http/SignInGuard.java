package io.teamflow.gateway.http;

import io.teamflow.codecs.auth.EmailKey;
import io.teamflow.codecs.bus.Failure;
import io.teamflow.gateway.limit.Decision;
import io.teamflow.gateway.limit.Limit;
import io.teamflow.gateway.limit.RateLimiter;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.function.Supplier;

/**
 * Slows down who guesses the password of an account, without locking out whose account it is: what
 * is counted is failures, and of one source. All sources together have a limit too, which holds
 * only for those that have not signed in to the account before.
 */
final class SignInGuard {
  private static final Limit FAILURES_OF_SOURCE =
      new Limit("sign-in-failures", 20, Duration.ofMinutes(15));
  private static final Limit FAILURES_OF_ACCOUNT =
      new Limit("account-failures", 100, Duration.ofHours(1));

  /**
   * Refuses nothing: it is the limiter's memory of who has signed in. Something of it is missing
   * for 30 days after one success, for up to 60 after several.
   */
  private static final Limit SUCCESSES = new Limit("sign-ins", 2, Duration.ofDays(60));

  private final RateLimiter limiter;

  SignInGuard(RateLimiter limiter) {
    this.limiter = limiter;
  }

  /**
   * Signs in, unless there were too many failures.
   *
   * @param email of the account, whether or not there is one
   * @param address of the client
   * @param complete whether the credentials are: to be asked for a code is no failure
   * @param signIn fails with UNAUTHENTICATED when the credentials are wrong
   */
  <T> Future<T> guard(
      String email,
      String address,
      HttpServerResponse response,
      boolean complete,
      Supplier<Future<T>> signIn) {
    String account = keyOf(email);
    String source = account + ":" + ClientAddress.source(address);
    return admit(account, source, response)
        .compose(_ -> signIn.get())
        .onSuccess(_ -> limiter.take(SUCCESSES, source))
        .recover(
            error ->
                (isWrong(error, complete)
                        ? countFailure(account, source)
                        : Future.succeededFuture())
                    .compose(_ -> Future.failedFuture(error)));
  }

  private Future<?> admit(String account, String source, HttpServerResponse response) {
    return Future.all(
            limiter.check(FAILURES_OF_SOURCE, source),
            limiter.check(FAILURES_OF_ACCOUNT, account),
            limiter.check(SUCCESSES, source))
        .map(
            decisions -> {
              Decision ofSource = decisions.resultAt(0);
              Decision ofAccount = decisions.resultAt(1);
              Decision successes = decisions.resultAt(2);
              if (!ofSource.allowed()) {
                throw RateLimits.refusal(FAILURES_OF_SOURCE, ofSource, response);
              }
              if (!ofAccount.allowed() && successes.remaining() == SUCCESSES.count()) {
                throw RateLimits.refusal(FAILURES_OF_ACCOUNT, ofAccount, response);
              }
              return decisions;
            });
  }

  private static boolean isWrong(Throwable error, boolean complete) {
    return error instanceof Failure failure
        && failure.code() == Failure.Code.UNAUTHENTICATED
        && (complete || failure.violations().isEmpty());
  }

  private Future<?> countFailure(String account, String source) {
    return Future.all(
        limiter.take(FAILURES_OF_SOURCE, source), limiter.take(FAILURES_OF_ACCOUNT, account));
  }

  /** Of one length and without the address, which a limiter has no business to know. */
  private static String keyOf(String email) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(EmailKey.of(email).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
