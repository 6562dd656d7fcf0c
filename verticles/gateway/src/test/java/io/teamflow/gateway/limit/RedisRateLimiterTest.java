package io.teamflow.gateway.limit;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.teamflow.driver.RedisProcess;
import io.teamflow.gateway.redis.RedisLink;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What two nodes count together while Redis is there; what happens when not: see the outages. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RedisRateLimiterTest {
  private static final Limit SIXTY_AN_HOUR = new Limit("test", 60, Duration.ofHours(1));
  private static final String KEY = "teamflow:limit:test:ada";
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Vertx one = Vertx.vertx();
  private final Vertx two = Vertx.vertx();
  private RedisProcess redis;
  private RateLimiter onOne;
  private RateLimiter onTwo;
  private Redis admin;

  @BeforeAll
  void start() throws Exception {
    redis = RedisProcess.start();
    onOne = limiterOn(one);
    onTwo = limiterOn(two);
    admin = Redis.createClient(one, redis.uri());
  }

  @AfterAll
  void close() throws Exception {
    one.close().await(5, TimeUnit.SECONDS);
    two.close().await(5, TimeUnit.SECONDS);
    redis.close();
  }

  @BeforeEach
  void empty() throws Exception {
    ask(Request.cmd(Command.FLUSHALL));
  }

  @Test
  void aLimitHoldsOverBothNodes() throws Exception {
    List<Future<Decision>> decisions =
        IntStream.range(0, 150)
            .mapToObj(i -> (i % 2 == 0 ? onOne : onTwo).take(SIXTY_AN_HOUR, "ada"))
            .toList();
    Future.all(decisions).await(10, TimeUnit.SECONDS);
    assertEquals(60, decisions.stream().filter(decision -> decision.result().allowed()).count());
    assertTrue(of(onTwo.take(SIXTY_AN_HOUR, "bob")).allowed());
    assertTrue(of(onTwo.take(new Limit("other", 60, Duration.ofHours(1)), "ada")).allowed());
  }

  @Test
  void aBurstIsTakenAtOnceAndGivenBackEvenly() throws Exception {
    for (int left = 59; left >= 0; left--) {
      assertEquals(new Decision(true, left, 0), of(onOne.take(SIXTY_AN_HOUR, "ada")));
    }
    Decision refused = of(onTwo.take(SIXTY_AN_HOUR, "ada"));
    assertFalse(refused.allowed());
    assertEquals(0, refused.remaining());
    assertTrue(Math.abs(refused.waitMillis() - 60_000) < 10_000); // sixty an hour

    Limit quick = new Limit("quick", 4, Duration.ofSeconds(1));
    long start = System.nanoTime();
    for (int i = 0; i < 4; i++) {
      of(onOne.take(quick, "ada"));
    }
    await().until(() -> of(onTwo.take(quick, "ada")).allowed());
    assertTrue(System.nanoTime() - start >= Duration.ofMillis(250).toNanos());
  }

  /** Sixty an hour: one a minute. */
  @ParameterizedTest
  @CsvSource({
    "-600, true, 60", // was full ten minutes ago
    "30, true, 59", // lacks a half
    "90, true, 58",
    "3510, true, 1",
    "3570, false, 0",
    "99999999, false, 0", // of a Redis whose clock was set back
  })
  void howManyAreLeftFollowsFromWhenItWillBeFull(long seconds, boolean allowed, int remaining)
      throws Exception {
    long now = number(ask(Request.cmd(Command.TIME)).get(0));
    ask(Request.cmd(Command.SET).arg(KEY).arg((now + seconds) * 1_000_000));
    Decision checked = of(onOne.check(SIXTY_AN_HOUR, "ada"));
    assertEquals(allowed, checked.allowed());
    assertEquals(remaining, checked.remaining());
    Decision taken = of(onOne.take(SIXTY_AN_HOUR, "ada"));
    assertEquals(allowed, taken.allowed());
    assertEquals(Math.max(0, remaining - 1), taken.remaining());
    assertTrue(taken.waitMillis() <= 60_001, taken.toString());
    assertEquals(allowed, taken.waitMillis() == 0);
  }

  @Test
  void whatIsOnlyCheckedIsNotTakenAndLeavesNothing() throws Exception {
    for (int i = 0; i < 100; i++) {
      assertEquals(new Decision(true, 60, 0), of(onOne.check(SIXTY_AN_HOUR, "ada")));
    }
    assertFalse(keys().contains(KEY));
  }

  @Test
  void everyKeyExpiresWhenItIsFullAgain() throws Exception {
    for (int i = 0; i < 100; i++) {
      of(onOne.take(SIXTY_AN_HOUR, "ada"));
      of(onTwo.take(SIXTY_AN_HOUR, "user" + i));
    }
    await().until(() -> keys().contains("teamflow:limit:greeting:")); // once a second
    assertEquals(102, keys().size());
    for (String key : keys()) {
      long left = number(ask(Request.cmd(Command.PTTL).arg(key)));
      assertTrue(left == -2 || (left > 0 && left <= 3_600_000), key + " lives for " + left);
    }
    long full = number(ask(Request.cmd(Command.PTTL).arg(KEY)));
    assertTrue(full > 3_500_000, "sixty were taken: " + full);
    long one = number(ask(Request.cmd(Command.PTTL).arg(KEY.replace("ada", "user1"))));
    assertTrue(one <= 60_000, "one was taken: " + one);
  }

  @Test
  void aRedisThatForgetsEverythingCountsAnew() throws Exception {
    for (int i = 0; i < 60; i++) {
      of(onOne.take(SIXTY_AN_HOUR, "ada"));
    }
    ask(Request.cmd(Command.FLUSHALL));
    ask(Request.cmd(Command.SCRIPT).arg("FLUSH"));
    assertEquals(59, of(onOne.take(SIXTY_AN_HOUR, "ada")).remaining());
    assertEquals(58, of(onTwo.take(SIXTY_AN_HOUR, "ada")).remaining());
  }

  private RateLimiter limiterOn(Vertx vertx) throws Exception {
    RedisLink link = new RedisLink(URI.create(redis.uri()), PATIENCE, RedisRateLimiter::greet);
    vertx.deployVerticle(link).await(10, TimeUnit.SECONDS);
    assertTrue(link.isUp());
    return new RedisRateLimiter(link, new LocalRateLimiter());
  }

  private List<String> keys() throws Exception {
    return StreamSupport.stream(ask(Request.cmd(Command.KEYS).arg("*")).spliterator(), false)
        .map(Response::toString)
        .toList();
  }

  private Response ask(Request request) throws Exception {
    @Nullable Response answer = admin.send(request).await(10, TimeUnit.SECONDS);
    return Objects.requireNonNull(answer);
  }

  private static long number(Response answer) {
    return Objects.requireNonNull(answer.toLong());
  }

  private static Decision of(Future<Decision> decision) throws Exception {
    return decision.await(10, TimeUnit.SECONDS);
  }
}
