package io.teamflow.bench.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A temporary folder of a node's data. When it is closed or this JVM ends, nothing of it is left,
 * nor a database in it that nobody has stopped.
 */
final class DataFolder implements AutoCloseable {
  private static final long END_SECONDS = 20;

  private final Path path;
  private final Thread cleaner = new Thread(this::abandon, "folder-cleaner");

  private DataFolder(Path path) {
    this.path = path;
    Runtime.getRuntime().addShutdownHook(cleaner);
  }

  static DataFolder create() throws IOException {
    return new DataFolder(Files.createTempDirectory("teamflow-bench"));
  }

  Path path() {
    return path;
  }

  /** The postmaster, if it runs. */
  Optional<Long> database() {
    Path pidFile = path.resolve("postgres/data/postmaster.pid");
    try {
      return Files.exists(pidFile)
          ? Files.readAllLines(pidFile).stream().findFirst().map(line -> Long.valueOf(line.strip()))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** After the nodes in it have ended. */
  @Override
  public void close() throws IOException {
    Runtime.getRuntime().removeShutdownHook(cleaner);
    clean();
  }

  /** When this JVM is told to end in the middle. */
  private void abandon() {
    try {
      clean();
    } catch (IOException e) {
      System.err.println("Left behind: " + path);
    }
  }

  private void clean() throws IOException {
    database()
        .flatMap(ProcessHandle::of)
        .ifPresent(
            postmaster -> {
              postmaster.destroy();
              try {
                postmaster.onExit().get(END_SECONDS, TimeUnit.SECONDS);
              } catch (Exception e) {
                postmaster.destroyForcibly();
              }
            });
    if (Files.exists(path)) {
      List<Path> paths;
      try (var walk = Files.walk(path)) {
        paths = walk.sorted(Comparator.reverseOrder()).toList();
      }
      for (Path each : paths) {
        Files.deleteIfExists(each);
      }
    }
  }
}
