package io.teamflow.gateway.http;

import io.teamflow.codecs.bus.Failure;
import io.teamflow.gateway.GatewaySettings;
import io.teamflow.gateway.limit.Decision;
import io.teamflow.gateway.limit.Limit;
import io.teamflow.gateway.limit.RateLimiter;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.UUID;

/** How often a user may ask and an address may sign in, and how the answer tells it. */
public final class RateLimits {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final RateLimiter limiter;
  private final Limit requests;
  private final Limit logins;

  public RateLimits(GatewaySettings settings, RateLimiter limiter) {
    this.limiter = limiter;
    this.requests = new Limit("requests", settings.requestsPerMinute(), MINUTE);
    this.logins = new Limit("logins", settings.loginsPerMinute(), MINUTE);
  }

  /** Counts the request of a user; fails with LIMITED. */
  Future<?> countRequest(UUID user, HttpServerResponse response) {
    return count(requests, user.toString(), response);
  }

  /**
   * Counts what a user says over a socket as a request too, or each more socket would be a way to
   * say more; fails with LIMITED.
   */
  public Future<?> countRequest(UUID user) {
    return limiter
        .take(requests, user.toString())
        .map(
            decision -> {
              if (!decision.allowed()) {
                throw refusal(decision);
              }
              return decision;
            });
  }

  /** Counts who tries credentials or makes accounts; fails with LIMITED. */
  Future<?> countLogin(String address, HttpServerResponse response) {
    return count(logins, ClientAddress.source(address), response);
  }

  private Future<?> count(Limit limit, String key, HttpServerResponse response) {
    return limiter
        .take(limit, key)
        .map(
            decision -> {
              if (!decision.allowed()) {
                throw refusal(limit, decision, response);
              }
              tell(limit, decision, response);
              return decision;
            });
  }

  /** The guard of sign-ins, which counts where this counts. */
  SignInGuard signInGuard() {
    return new SignInGuard(limiter);
  }

  /** LIMITED, with what the limit said and when to come back in the headers. */
  static Failure refusal(Limit limit, Decision decision, HttpServerResponse response) {
    tell(limit, decision, response);
    response.putHeader("Retry-After", Long.toString(decision.waitSeconds()));
    return refusal(decision);
  }

  private static Failure refusal(Decision decision) {
    return Failure.limited("Too many requests. Try again in " + decision.waitSeconds() + " s.");
  }

  /** By draft-ietf-httpapi-ratelimit-headers. */
  private static void tell(Limit limit, Decision decision, HttpServerResponse response) {
    String name = "\"" + limit.name() + "\"";
    response
        .putHeader(
            "RateLimit-Policy", name + ";q=" + limit.count() + ";w=" + limit.period().toSeconds())
        .putHeader(
            "RateLimit", name + ";r=" + decision.remaining() + ";t=" + decision.waitSeconds());
  }
}
