package io.teamflow.gateway.limit;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.EstimationProbe;
import io.github.bucket4j.TimeMeter;
import io.vertx.core.Future;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Counts in this process. Answers at once, so that nothing waits where there is no Redis. */
public final class LocalRateLimiter implements RateLimiter {
  /** Keys remembered per limit; those asked about rarely go first. */
  private static final int KEYS_MAX = 100_000;

  private final Map<Limit, LoadingCache<String, Bucket>> buckets = new ConcurrentHashMap<>();
  private final TimeMeter clock;

  public LocalRateLimiter() {
    this(TimeMeter.SYSTEM_NANOTIME);
  }

  LocalRateLimiter(TimeMeter clock) {
    this.clock = clock;
  }

  @Override
  public Future<Decision> take(Limit limit, String key) {
    ConsumptionProbe probe = bucket(limit, key).tryConsumeAndReturnRemaining(1);
    return Future.succeededFuture(
        decision(probe.isConsumed(), probe.getRemainingTokens(), probe.getNanosToWaitForRefill()));
  }

  @Override
  public Future<Decision> check(Limit limit, String key) {
    EstimationProbe probe = bucket(limit, key).estimateAbilityToConsume(1);
    return Future.succeededFuture(
        decision(
            probe.canBeConsumed(), probe.getRemainingTokens(), probe.getNanosToWaitForRefill()));
  }

  private static Decision decision(boolean allowed, long remaining, long waitNanos) {
    return new Decision(
        allowed, remaining, allowed ? 0 : TimeUnit.NANOSECONDS.toMillis(waitNanos) + 1);
  }

  private Bucket bucket(Limit limit, String key) {
    LoadingCache<String, Bucket> ofLimit = buckets.get(limit);
    return (ofLimit == null ? buckets.computeIfAbsent(limit, this::newBuckets) : ofLimit).get(key);
  }

  /** A bucket that nobody has asked for a period is full: as good as none. */
  private LoadingCache<String, Bucket> newBuckets(Limit limit) {
    return Caffeine.newBuilder()
        .maximumSize(KEYS_MAX)
        .expireAfterAccess(limit.period())
        .executor(Runnable::run) // a thread that is woken for it costs more than it does
        .build(
            _ ->
                Bucket.builder()
                    .withCustomTimePrecision(clock)
                    .addLimit(
                        bandwidth ->
                            bandwidth
                                .capacity(limit.count())
                                .refillGreedy(limit.count(), limit.period()))
                    .build());
  }
}
