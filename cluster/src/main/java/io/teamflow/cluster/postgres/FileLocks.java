package io.teamflow.cluster.postgres;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The two locks of a data folder, which the kernel frees however a node ends: {@code start.lock} is
 * held while a node starts or stops, {@code nodes.lock} is shared by the nodes for as long as they
 * live.
 */
final class FileLocks {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private FileLocks() {}

  /** Waits until no other node starts or stops. */
  static FileLock start(Path dataFolder) throws IOException {
    return acquire(dataFolder.resolve("start.lock"), false);
  }

  /** Counts this node among the living. */
  static FileLock join(Path dataFolder) throws IOException {
    return acquire(dataFolder.resolve("nodes.lock"), true);
  }

  /** The lock that only the last one gets; null while other nodes live. */
  static @Nullable FileLock last(Path dataFolder) throws IOException {
    FileChannel channel = open(dataFolder.resolve("nodes.lock"));
    FileLock lock = channel.tryLock();
    if (lock == null) {
      channel.close();
    }
    return lock;
  }

  /** Frees a lock and its file. */
  static void free(FileLock lock) throws IOException {
    lock.release();
    lock.acquiredBy().close();
  }

  private static FileLock acquire(Path file, boolean shared) throws IOException {
    FileChannel channel = open(file);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      FileLock lock = channel.tryLock(0, Long.MAX_VALUE, shared);
      if (lock != null) {
        return lock;
      }
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
    channel.close();
    throw new IOException(
        file
            + " is held by another node that has been starting or stopping for "
            + PATIENCE.toSeconds()
            + " s. See its log, or end it.");
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(
        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }
}
