package io.teamflow.gateway.http;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.teamflow.codecs.bus.Failure;
import io.teamflow.gateway.GatewaySettings;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** How often a user may call and an address may sign in, counted per node. */
public final class RateLimits {
  private static final int COUNTED = 100_000;

  private final LoadingCache<String, Bucket> users;
  private final LoadingCache<String, Bucket> logins;
  private final int requestsPerMinute;
  private final int loginsPerMinute;

  public RateLimits(GatewaySettings settings) {
    requestsPerMinute = settings.requestsPerMinute();
    loginsPerMinute = settings.loginsPerMinute();
    users = buckets(requestsPerMinute);
    logins = buckets(loginsPerMinute);
  }

  private static LoadingCache<String, Bucket> buckets(int perMinute) {
    return Caffeine.newBuilder()
        .maximumSize(COUNTED)
        .expireAfterAccess(Duration.ofMinutes(2))
        .build(
            _ ->
                Bucket.builder()
                    .addLimit(
                        limit ->
                            limit
                                .capacity(perMinute)
                                .refillGreedy(perMinute, Duration.ofMinutes(1)))
                    .build());
  }

  /**
   * @throws Failure LIMITED
   */
  void countRequest(String user, HttpServerResponse response) {
    count(users.get(user), requestsPerMinute, response);
  }

  /**
   * @throws Failure LIMITED
   */
  void countLogin(String address, HttpServerResponse response) {
    count(logins.get(ClientAddress.source(address)), loginsPerMinute, response);
  }

  private static void count(Bucket bucket, int perMinute, HttpServerResponse response) {
    ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
    long wait = TimeUnit.NANOSECONDS.toSeconds(probe.getNanosToWaitForRefill()) + 1;
    response
        .putHeader("RateLimit-Policy", "\"minute\";q=" + perMinute + ";w=60")
        .putHeader("RateLimit", "\"minute\";r=" + probe.getRemainingTokens() + ";t=" + wait);
    if (!probe.isConsumed()) {
      response.putHeader("Retry-After", Long.toString(wait));
      throw Failure.limited("Too many requests. Try again in " + wait + " s.");
    }
  }
}
