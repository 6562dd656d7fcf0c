package io.teamflow.auth.oidc;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A value that is loaded when first wanted and again when it is old; whoever asks meanwhile waits
 * for the same load. A failed load is not remembered. For use from one context.
 */
final class Cached<T> {
  private final Duration age;
  private final Supplier<Future<T>> loader;
  private @Nullable Future<T> value;
  private long loadedAt;

  Cached(Duration age, Supplier<Future<T>> loader) {
    this.age = age;
    this.loader = loader;
  }

  Future<T> get() {
    Future<T> current = value;
    return current == null || current.failed() || System.nanoTime() - loadedAt > age.toNanos()
        ? load()
        : current;
  }

  /** What is loaded from now on, even if there is a value. */
  Future<T> reload() {
    Future<T> current = value;
    return current == null || current.isComplete() ? load() : current;
  }

  private Future<T> load() {
    Future<T> loading = loader.get();
    loadedAt = System.nanoTime();
    value = loading;
    return loading;
  }
}
