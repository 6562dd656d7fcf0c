package io.teamflow.gateway.limit;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.teamflow.driver.RedisProcess;
import io.teamflow.gateway.redis.RedisLink;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * A Redis that dies, hangs or refuses is noticed once, costs nobody an answer, and is found again.
 */
class RedisOutageTest {
  private static final Limit THREE_AN_HOUR = new Limit("test", 3, Duration.ofHours(1));
  private static final Duration PATIENCE = Duration.ofMillis(200);

  private final Vertx vertx = Vertx.vertx();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private RedisProcess redis;

  @BeforeEach
  void start() throws Exception {
    redis = RedisProcess.start();
    logger().setLevel(Level.INFO);
    log.start();
    logger().addAppender(log);
  }

  @AfterEach
  void close() throws Exception {
    vertx.close().await(5, TimeUnit.SECONDS);
    redis.close();
    logger().detachAppender(log);
    logger().setLevel(null);
  }

  @Test
  void aKilledRedisIsDoneWithoutUntilItIsBack() throws Exception {
    RedisLink link = link(redis.uri());
    RateLimiter limiter = new RedisRateLimiter(link, new LocalRateLimiter());
    untilAnsweredInTime(limiter, link::isUp);
    redis.kill();
    untilAnsweredInTime(limiter, () -> !link.isUp());
    eachNodeCountsForItself(limiter);
    redis.restart();
    untilAnsweredInTime(limiter, link::isUp);
    assertToldOnce();
  }

  @Test
  void aFrozenRedisIsDoneWithoutUntilItIsBack() throws Exception {
    RedisLink link = link(redis.uri());
    RateLimiter limiter = new RedisRateLimiter(link, new LocalRateLimiter());
    untilAnsweredInTime(limiter, link::isUp);
    redis.freeze();
    untilAnsweredInTime(limiter, () -> !link.isUp());
    eachNodeCountsForItself(limiter);
    redis.thaw();
    untilAnsweredInTime(limiter, link::isUp);
    assertToldOnce();
  }

  @Test
  void aRedisThatCannotWriteIsDoneWithoutUntilItCan() throws Exception {
    Redis admin = Redis.createClient(vertx, redis.uri());
    RedisLink link = link(redis.uri());
    RateLimiter limiter = new RedisRateLimiter(link, new LocalRateLimiter());
    admin.send(maxMemory("1")).await(5, TimeUnit.SECONDS);
    untilAnsweredInTime(limiter, () -> !link.isUp());
    eachNodeCountsForItself(limiter);
    admin.send(maxMemory("0")).await(5, TimeUnit.SECONDS);
    untilAnsweredInTime(limiter, link::isUp);
    assertToldOnce();
  }

  @Test
  void aRedisThatComesLaterIsFound() throws Exception {
    redis.kill();
    RedisLink link = link(redis.uri());
    assertFalse(link.isUp());
    RateLimiter limiter = new RedisRateLimiter(link, new LocalRateLimiter());
    eachNodeCountsForItself(limiter);
    redis.restart();
    untilAnsweredInTime(limiter, link::isUp);
    assertToldOnce();
  }

  @Test
  void aConnectionThatStaysSilentIsGivenUpForANewOne() throws Exception {
    AtomicInteger connections = new AtomicInteger();
    AtomicInteger closed = new AtomicInteger();
    NetServer silent =
        vertx
            .createNetServer()
            .connectHandler(
                socket -> {
                  connections.incrementAndGet();
                  socket.handler(_ -> {}).closeHandler(_ -> closed.incrementAndGet());
                })
            .listen(0, "127.0.0.1")
            .await(5, TimeUnit.SECONDS);
    RedisLink link = link("redis://127.0.0.1:" + silent.actualPort());
    assertFalse(link.isUp());
    await().until(() -> connections.get() >= 2);
    assertTrue(closed.get() >= 1);
  }

  private RedisLink link(String uri) throws Exception {
    RedisLink link = new RedisLink(URI.create(uri), PATIENCE, RedisRateLimiter::greet);
    vertx.deployVerticle(link).await(10, TimeUnit.SECONDS);
    return link;
  }

  /** Traffic until something is so; none of it fails or waits. */
  private static void untilAnsweredInTime(RateLimiter limiter, BooleanSupplier condition)
      throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(15).toNanos();
    do {
      long start = System.nanoTime();
      Decision decision =
          limiter.take(THREE_AN_HOUR, UUID.randomUUID().toString()).await(5, TimeUnit.SECONDS);
      long millis = (System.nanoTime() - start) / 1_000_000;
      assertTrue(decision.allowed());
      assertTrue(millis < PATIENCE.toMillis() + 500, "a decision took " + millis + " ms");
      assertTrue(System.nanoTime() < deadline, "it did not come to be");
    } while (!condition.getAsBoolean());
  }

  private static void eachNodeCountsForItself(RateLimiter limiter) throws Exception {
    String key = UUID.randomUUID().toString();
    for (int i = 0; i < 3; i++) {
      assertTrue(limiter.take(THREE_AN_HOUR, key).result().allowed()); // at once
    }
    assertFalse(limiter.check(THREE_AN_HOUR, key).result().allowed());
    assertFalse(limiter.take(THREE_AN_HOUR, key).result().allowed());
  }

  private void assertToldOnce() {
    assertEquals(
        List.of(Level.WARN, Level.INFO), log.list.stream().map(ILoggingEvent::getLevel).toList());
    assertTrue(log.list.getFirst().getFormattedMessage().startsWith("Redis is away"));
    assertEquals("Redis is back", log.list.getLast().getFormattedMessage());
  }

  private static Request maxMemory(String bytes) {
    return Request.cmd(Command.CONFIG).arg("SET").arg("maxmemory").arg(bytes);
  }

  private static Logger logger() {
    return (Logger) LoggerFactory.getLogger(RedisLink.class);
  }
}
