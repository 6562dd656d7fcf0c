package io.teamflow.bench.scenario;

import io.teamflow.bench.measure.ProcessCpu;
import io.teamflow.driver.FreePorts;
import io.teamflow.driver.NodeProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A node with a database of its own in a temporary folder, made for one run. Nothing of it is left
 * when this is closed or this JVM ends.
 */
public final class Ground implements AutoCloseable {
  /** The limits of one user are out of the way. */
  private static final Map<String, String> SETTINGS =
      Map.of(
          "TEAMFLOW_LIMITS_FRAMES_PER_MINUTE", "1000000",
          "TEAMFLOW_LIMITS_SOCKETS_PER_USER", "1000000",
          "TEAMFLOW_LIMITS_SOCKETS_PER_ADDRESS", "1000000",
          "TEAMFLOW_LOG_LEVEL", "info",
          "TEAMFLOW_LIMITS_REQUESTS_PER_MINUTE", "100000000",
          "TEAMFLOW_LIMITS_LOGINS_PER_MINUTE", "1000000");

  private final DataFolder folder;
  private final NodeProcess node;

  private Ground(DataFolder folder, NodeProcess node) {
    this.folder = folder;
    this.node = node;
  }

  /**
   * Starts the node and waits for it.
   *
   * @param jvmFlags of the node: its heap, and compilers other than the default
   */
  public static Ground start(List<String> jvmFlags) throws IOException, InterruptedException {
    DataFolder folder = DataFolder.create();
    try {
      return new Ground(
          folder, NodeProcess.start(folder.path(), settings("none"), jvmFlags).awaitReady());
    } catch (IllegalStateException e) {
      folder.close();
      throw e;
    }
  }

  /**
   * Settings of one more node, with ports of its own: default ones move to free ones too, but nodes
   * of another run may move there at the same time.
   */
  static Map<String, String> settings(String join) throws IOException {
    Map<String, String> settings = new HashMap<>(SETTINGS);
    settings.put("TEAMFLOW_CLUSTER_JOIN", join);
    settings.putAll(ownPorts());
    return settings;
  }

  /** Which no node of another run on this machine moves to. */
  static Map<String, String> ownPorts() throws IOException {
    return Map.of(
        "TEAMFLOW_HTTP_PORT", Integer.toString(FreePorts.one()),
        "TEAMFLOW_MANAGEMENT_PORT", Integer.toString(FreePorts.one()));
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
    return ProcessCpu.secondsOfTree(folder.database().orElseThrow());
  }

  /** The folder of the data. */
  public Path folder() {
    return folder.path();
  }

  /** Drains the node, which stops its database, and removes the folder. */
  @Override
  public void close() throws IOException {
    node.terminate();
    try {
      node.awaitExit();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // the end of this JVM does the rest
      return;
    }
    folder.close();
  }
}
