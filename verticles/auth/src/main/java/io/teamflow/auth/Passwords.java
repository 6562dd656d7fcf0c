package io.teamflow.auth;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.bus.Violation;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * Hashes passwords with Argon2id, on as many worker threads as there are cores and never on an
 * event loop. Beyond {@value #QUEUE} waiting, callers are told to come back: each hash takes 19
 * MiB.
 */
final class Passwords {
  /** The OWASP parameters of 2025: 19 MiB, two passes, one lane. */
  private static final Argon2Function ARGON2 =
      Argon2Function.getInstance(19_456, 2, 1, 32, Argon2.ID, 19);

  private static final int QUEUE = 100;
  private static final AtomicInteger waiting = new AtomicInteger();
  private static final Set<String> COMMON = readCommon();

  /** Verified when there is no account, so that time does not tell. */
  private static final String NOBODY =
      Password.hash("nobody").addRandomSalt(16).with(ARGON2).getResult();

  private final WorkerExecutor workers;

  private Passwords(WorkerExecutor workers) {
    this.workers = workers;
  }

  static Passwords on(Vertx vertx) {
    int threads = Math.max(1, Runtime.getRuntime().availableProcessors());
    return new Passwords(
        vertx.createSharedWorkerExecutor("passwords", threads, 10, TimeUnit.SECONDS));
  }

  /**
   * Refuses what everybody guesses first.
   *
   * @throws Failure INVALID
   */
  void refuseCommon(String password) {
    if (COMMON.contains(password.toLowerCase(Locale.ROOT))) {
      throw Failure.invalid(
          List.of(new Violation("/password", "is one of the most common passwords")));
    }
  }

  Future<String> hash(String password) {
    return work(() -> Password.hash(password).addRandomSalt(16).with(ARGON2).getResult());
  }

  /** Whether the password is the account's; takes as long when there is no account. */
  Future<Boolean> matches(String password, Optional<String> hash) {
    return work(
        () -> Password.check(password, hash.orElse(NOBODY)).with(ARGON2) && hash.isPresent());
  }

  private <T> Future<T> work(Callable<T> work) {
    if (waiting.incrementAndGet() > QUEUE) {
      waiting.decrementAndGet();
      return Future.failedFuture(Failure.limited("Too many people sign in right now. Try again."));
    }
    return workers.executeBlocking(work, false).onComplete(_ -> waiting.decrementAndGet());
  }

  private static Set<String> readCommon() {
    try (InputStream in =
        Objects.requireNonNull(Passwords.class.getResourceAsStream("common-passwords.txt"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .collect(Collectors.toUnmodifiableSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
