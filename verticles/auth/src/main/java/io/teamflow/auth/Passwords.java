package io.teamflow.auth;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import io.teamflow.codecs.bus.Bus;
import io.teamflow.codecs.bus.Failure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.text.Normalizer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * Hashes passwords with Argon2id, on as many worker threads as there are cores and never on an
 * event loop. A hash takes 19 MiB and, where the cores are busy, a tenth of a second: what is
 * accepted is bounded in number, and what waited {@link #PATIENCE} is told to come back rather than
 * hashed for a caller who has given up.
 */
final class Passwords {
  /** The OWASP parameters of 2025: 19 MiB, two passes, one lane. */
  private static final Argon2Function ARGON2 =
      Argon2Function.getInstance(19_456, 2, 1, 32, Argon2.ID, 19);

  private static final int CORES = Math.max(1, Runtime.getRuntime().availableProcessors());
  private static final int ACCEPTED = 25 * CORES;

  /**
   * A quarter of what the bus waits for an answer: a hash that begins at the last moment may take
   * long, just because the cores are busy, and is to be answered all the same.
   */
  private static final Duration PATIENCE = Bus.DEADLINE.dividedBy(4);

  private static final AtomicInteger accepted = new AtomicInteger();
  private static final LongAdder computed = new LongAdder();

  /**
   * Verified when there is no account, so that time does not tell. Made once with today's
   * parameters: a JVM that has just begun would take a third of a second for it at each start.
   */
  static final String NOBODY =
      "$argon2id$v=19$m=19456,t=2,p=1$m2RJfvP/rByNTpLDVzS+AQ"
          + "$ObjtkkzyA9hSbyCyb7W1mXjaNkL+XDXOqJRpjJf4Ldc";

  private static final Optional<String> NO_HASH = Optional.empty();

  /**
   * What comparing a password told.
   *
   * @param replacement a hash of today's parameters, where the account's was made with others
   */
  record Check(boolean matches, Optional<String> replacement) {}

  private final WorkerExecutor workers;

  private Passwords(WorkerExecutor workers) {
    this.workers = workers;
  }

  /** The workers of this node, the same for every caller. */
  static Passwords on(Vertx vertx) {
    return new Passwords(
        vertx.createSharedWorkerExecutor("passwords", CORES, 10, TimeUnit.SECONDS));
  }

  /** A PHC string with a salt of its own; LIMITED when too many wait. */
  Future<String> hash(String password) {
    return work(() -> compute(password));
  }

  /**
   * Compares a password with an account's hash; takes as long when there is no account. LIMITED
   * when too many wait.
   */
  Future<Check> check(String password, Optional<String> hash) {
    return work(
        () -> {
          boolean matches = matches(password, hash);
          return new Check(
              matches,
              matches && hash.filter(Passwords::isOutdated).isPresent()
                  ? Optional.of(compute(password))
                  : NO_HASH);
        });
  }

  /** The hash of a new password; empty when the current one is not the account's. */
  Future<Optional<String>> replace(String current, Optional<String> hash, String next) {
    return work(() -> matches(current, hash) ? Optional.of(compute(next)) : NO_HASH);
  }

  /** The same password from every keyboard (NIST SP 800-63B, 3.1.1.2). */
  static String normalized(String password) {
    return Normalizer.normalize(password, Normalizer.Form.NFKC);
  }

  /** How many hashes this process has begun. */
  static long computed() {
    return computed.sum();
  }

  private static boolean matches(String password, Optional<String> hash) {
    computed.increment();
    String phc = hash.orElse(NOBODY);
    return Password.check(normalized(password), phc).with(Argon2Function.getInstanceFromHash(phc))
        && hash.isPresent();
  }

  private static boolean isOutdated(String hash) {
    return !Argon2Function.getInstanceFromHash(hash).equals(ARGON2);
  }

  private static String compute(String password) {
    computed.increment();
    return Password.hash(normalized(password)).addRandomSalt(16).with(ARGON2).getResult();
  }

  private <T> Future<T> work(Callable<T> work) {
    if (accepted.incrementAndGet() > ACCEPTED) {
      accepted.decrementAndGet();
      return Future.failedFuture(tooMany());
    }
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    return workers
        .executeBlocking(
            () -> {
              if (System.nanoTime() - deadline > 0) {
                throw tooMany();
              }
              return work.call();
            },
            false)
        .onComplete(_ -> accepted.decrementAndGet());
  }

  private static Failure tooMany() {
    return Failure.limited("Too many people sign in right now. Try again.");
  }
}
