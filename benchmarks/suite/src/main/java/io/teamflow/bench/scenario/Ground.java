package io.teamflow.bench.scenario;

import io.teamflow.bench.measure.ProcessCpu;
import io.teamflow.driver.NodeProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A node with a database of its own in a temporary folder, made for one run. Nothing of it is left
 * when this is closed or this JVM ends.
 */
public final class Ground implements AutoCloseable {
  private static final long END_SECONDS = 20;

  /** Default ports move to free ones; the limits of one user are out of the way. */
  private static final Map<String, String> SETTINGS =
      Map.of(
          "TEAMFLOW_LIMITS_FRAMES_PER_MINUTE", "1000000",
          "TEAMFLOW_LIMITS_SOCKETS_PER_USER", "1000000",
          "TEAMFLOW_LIMITS_SOCKETS_PER_ADDRESS", "1000000",
          "TEAMFLOW_CLUSTER_JOIN", "none",
          "TEAMFLOW_LOG_LEVEL", "info",
          "TEAMFLOW_LIMITS_REQUESTS_PER_MINUTE", "100000000",
          "TEAMFLOW_LIMITS_LOGINS_PER_MINUTE", "1000000");

  private final Path folder;
  private final NodeProcess node;
  private final Thread cleaner = new Thread(this::abandon, "ground-cleaner");

  private Ground(Path folder, NodeProcess node) {
    this.folder = folder;
    this.node = node;
    Runtime.getRuntime().addShutdownHook(cleaner);
  }

  /**
   * Starts the node and waits for it.
   *
   * @param jvmFlags of the node: its heap, and compilers other than the default
   */
  public static Ground start(List<String> jvmFlags) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("teamflow-bench");
    Ground ground = new Ground(folder, NodeProcess.start(folder, SETTINGS, jvmFlags));
    try {
      ground.node.awaitReady();
      return ground;
    } catch (IllegalStateException e) {
      ground.abandon();
      throw e;
    }
  }

  /** Where the node serves. */
  public URI uri() {
    return node.uri();
  }

  /** The process of the node. */
  public long nodePid() {
    return node.pid();
  }

  /** What the node has used since it started, in seconds. */
  public double serverCpu() {
    return ProcessCpu.seconds(node.pid());
  }

  /** What its database has used since it started, in seconds. */
  public double databaseCpu() {
    return ProcessCpu.secondsOfTree(database().orElseThrow());
  }

  /** The folder of the data. */
  public Path folder() {
    return folder;
  }

  /** The postmaster, if it runs. */
  private Optional<Long> database() {
    Path pidFile = folder.resolve("postgres/data/postmaster.pid");
    try {
      return Files.exists(pidFile)
          ? Files.readAllLines(pidFile).stream().findFirst().map(line -> Long.valueOf(line.strip()))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Drains the node, which stops its database, and removes the folder. */
  @Override
  public void close() throws IOException {
    node.terminate();
    try {
      node.awaitExit();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // the cleaner does it
      return;
    }
    Runtime.getRuntime().removeShutdownHook(cleaner);
    deleteFolder();
  }

  /** When this JVM is told to end in the middle: nobody is left to stop the database. */
  private void abandon() {
    node.kill();
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
    try {
      deleteFolder();
    } catch (IOException e) {
      System.err.println("Left behind: " + folder);
    }
  }

  private void deleteFolder() throws IOException {
    if (Files.exists(folder)) {
      try (var paths = Files.walk(folder)) {
        for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(path);
        }
      }
    }
  }
}
