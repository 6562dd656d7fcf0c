package io.teamflow.gateway.limit;

import io.teamflow.gateway.redis.RedisLink;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Counts in Redis for every node that shares it, by Redis' own clock. While Redis is away each node
 * counts for itself: nobody is refused or kept waiting for it.
 */
public final class RedisRateLimiter implements RateLimiter {
  private static final String PREFIX = "teamflow:limit:";

  /**
   * The generic cell rate algorithm (ITU-T I.371): all there is to know of a key is when it will be
   * full again, in microseconds; each one taken moves that by an interval, and it may not lie
   * further ahead than {@code count} intervals. A key lives until then.
   */
  private static final String SCRIPT =
      """
      local interval, count, taken = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
      local time = redis.call('TIME')
      local now = time[1] * 1000000 + time[2]
      local latest = now + interval * count
      local full = tonumber(redis.call('GET', KEYS[1]) or now)
      full = math.min(math.max(full, now), latest)
      if full + interval > latest then
        return {0, 0, full + interval - latest}
      end
      if taken > 0 then
        full = full + interval
        redis.call('SET', KEYS[1], string.format('%.0f', full), 'PX', math.ceil((full - now) / 1000))
      end
      return {1, math.floor((latest - full) / interval), 0}
      """;

  private static final String SCRIPT_SHA = sha1(SCRIPT);
  private static final Limit GREETING = new Limit("greeting", 1, Duration.ofSeconds(1));

  private final RedisLink redis;
  private final RateLimiter local;

  /**
   * @param redis greeted with {@link #greet}
   * @param local counts while Redis is away
   */
  public RedisRateLimiter(RedisLink redis, RateLimiter local) {
    this.redis = redis;
    this.local = local;
  }

  /** Teaches a Redis the script, and sees whether it may write. */
  public static Future<?> greet(RedisConnection connection) {
    return connection.send(call(Command.EVAL, SCRIPT, GREETING, "", 1));
  }

  @Override
  public Future<Decision> take(Limit limit, String key) {
    return redis.isUp()
        ? ask(limit, key, 1).recover(_ -> local.take(limit, key))
        : local.take(limit, key);
  }

  @Override
  public Future<Decision> check(Limit limit, String key) {
    return redis.isUp()
        ? ask(limit, key, 0).recover(_ -> local.check(limit, key))
        : local.check(limit, key);
  }

  private Future<Decision> ask(Limit limit, String key, int taken) {
    return redis
        .send(call(Command.EVALSHA, SCRIPT_SHA, limit, key, taken))
        .map(RedisRateLimiter::decision)
        .recover(
            error ->
                isForgotten(error)
                    ? redis
                        .send(call(Command.EVAL, SCRIPT, limit, key, taken))
                        .map(RedisRateLimiter::decision)
                    : Future.failedFuture(error));
  }

  private static boolean isForgotten(Throwable error) {
    return error instanceof Response && String.valueOf(error.getMessage()).startsWith("NOSCRIPT");
  }

  private static Request call(Command command, String script, Limit limit, String key, int taken) {
    long interval = TimeUnit.NANOSECONDS.toMicros(limit.period().toNanos()) / limit.count();
    return Request.cmd(command)
        .arg(script)
        .arg(1)
        .arg(PREFIX + limit.name() + ":" + key)
        .arg(Math.max(1, interval))
        .arg(limit.count())
        .arg(taken);
  }

  private static Decision decision(@Nullable Response answer) {
    boolean allowed = number(answer, 0) == 1;
    return new Decision(
        allowed,
        number(answer, 1),
        allowed ? 0 : TimeUnit.MICROSECONDS.toMillis(number(answer, 2)) + 1);
  }

  private static long number(@Nullable Response answer, int index) {
    return Objects.requireNonNull(Objects.requireNonNull(answer).get(index).toLong());
  }

  /** How Redis names a script. */
  private static String sha1(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-1", e);
    }
  }
}
