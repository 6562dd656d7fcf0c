package io.teamflow.gateway.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.teamflow.codecs.bus.Failure;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions that ended while access tokens of them may still be about, as this node knows them.
 * It asks the log twice a second, so that an end is known everywhere within a second; a node that
 * cannot ask answers for nobody rather than for somebody who was signed out.
 *
 * <p>One per node; its questions are safe from any thread.
 */
public final class RevokedSessions {
  private static final Logger log = LoggerFactory.getLogger(RevokedSessions.class);
  private static final long PERIOD_MS = 500;
  private static final long ANSWER_MS = 2_000;
  private static final long SILENCE_MAX_NS = Duration.ofSeconds(3).toNanos();

  /** Longer than any access token lives. */
  private static final Duration REMEMBERED = Duration.ofMinutes(20);

  /** Not bounded in number: forgetting one would let its holder in again. */
  private final Cache<UUID, Boolean> ended =
      Caffeine.newBuilder().expireAfterWrite(REMEMBERED).build();

  private final Vertx vertx;
  private final RevocationLog revocations;
  private final Context context;
  private String position = RevocationLog.BEGINNING;
  private boolean asking;
  private boolean askAgain;
  private boolean silent;
  private volatile long timer = -1;
  private volatile long readAt = System.nanoTime() - SILENCE_MAX_NS;

  public RevokedSessions(Vertx vertx, RevocationLog revocations) {
    this.vertx = vertx;
    this.revocations = revocations;
    this.context = vertx.getOrCreateContext();
  }

  /** Reads the log and goes on reading it; fails when it cannot be read. */
  public Future<Void> start() {
    context.runOnContext(_ -> timer = vertx.setPeriodic(PERIOD_MS, _ -> ask()));
    return revocations.since(RevocationLog.BEGINNING).map(this::remember);
  }

  /** Reads the log now: somebody said that there is news. Costs nothing when it was untrue. */
  public void hint() {
    context.runOnContext(_ -> ask());
  }

  /** Reads the log no more, as its database is about to be closed. */
  public void stop() {
    vertx.cancelTimer(timer);
  }

  /** Whether the session has ended. */
  public boolean contains(UUID session) {
    return ended.getIfPresent(session) != null;
  }

  /**
   * Lets an access token through that was verified otherwise.
   *
   * @throws Failure UNAUTHENTICATED when its session has ended; UNAVAILABLE when that is not known
   */
  void admit(AccessToken token) {
    if (contains(token.session())) {
      throw AccessTokenVerifier.refused();
    }
    if (System.nanoTime() - readAt > SILENCE_MAX_NS) {
      throw Failure.unavailable("Whether you are still signed in cannot be read right now.");
    }
  }

  /** On the context: one question at a time, and one more after it when a hint came meanwhile. */
  private void ask() {
    if (asking) {
      askAgain = true;
      return;
    }
    asking = true;
    revocations
        .since(position)
        .timeout(ANSWER_MS, TimeUnit.MILLISECONDS)
        .onComplete(
            page -> context.runOnContext(_ -> answered(page)),
            error -> context.runOnContext(_ -> notAnswered(error)));
  }

  private void answered(RevocationLog.Page page) {
    remember(page);
    position = page.position();
    if (silent) {
      silent = false;
      log.info("The log of ended sessions can be read again");
    }
    asking = false;
    if (askAgain) {
      askAgain = false;
      ask();
    }
  }

  private void notAnswered(Throwable error) {
    asking = false;
    askAgain = false;
    if (!silent) {
      silent = true;
      log.warn("The log of ended sessions cannot be read: {}", error.getMessage());
    }
  }

  private Void remember(RevocationLog.Page page) {
    page.sessions().forEach(session -> ended.put(session, true));
    readAt = System.nanoTime();
    return null;
  }
}
