package io.teamflow.gateway.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LocalRateLimiterTest {
  private static final Limit FIVE_A_MINUTE = new Limit("test", 5, Duration.ofMinutes(1));

  private final Clock clock = new Clock();
  private final RateLimiter limiter = new LocalRateLimiter(clock);

  @Test
  void aBurstIsTakenAtOnceAndGivenBackEvenly() {
    for (int left = 4; left >= 0; left--) {
      assertEquals(new Decision(true, left, 0), take("ada"));
    }
    Decision refused = take("ada");
    assertFalse(refused.allowed());
    assertEquals(12_001, refused.waitMillis());

    clock.nanos += Duration.ofMillis(refused.waitMillis()).toNanos();
    assertEquals(new Decision(true, 0, 0), take("ada"));
    assertFalse(take("ada").allowed());
    clock.nanos += Duration.ofMinutes(1).toNanos();
    assertEquals(4, take("ada").remaining());
  }

  @Test
  void whatIsOnlyCheckedIsNotTaken() {
    for (int i = 0; i < 20; i++) {
      assertEquals(new Decision(true, 5, 0), limiter.check(FIVE_A_MINUTE, "ada").result());
    }
    for (int i = 0; i < 5; i++) {
      assertTrue(take("ada").allowed());
    }
    assertFalse(limiter.check(FIVE_A_MINUTE, "ada").result().allowed());
  }

  @Test
  void keysAndLimitsAreCountedApart() {
    for (int i = 0; i < 5; i++) {
      take("ada");
    }
    assertFalse(take("ada").allowed());
    assertTrue(take("bob").allowed());
    Limit other = new Limit("other", 5, Duration.ofMinutes(1));
    assertTrue(limiter.take(other, "ada").result().allowed());
  }

  private Decision take(String key) {
    return limiter.take(FIVE_A_MINUTE, key).result(); // known at once: nothing waits for it
  }

  private static final class Clock implements TimeMeter {
    private long nanos;

    @Override
    public long currentTimeNanos() {
      return nanos;
    }

    @Override
    public boolean isWallClockBased() {
      return false;
    }
  }
}
