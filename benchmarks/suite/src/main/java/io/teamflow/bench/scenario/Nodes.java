package io.teamflow.bench.scenario;

import io.teamflow.bench.measure.ProcessCpu;
import io.teamflow.driver.NodeProcess;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Some nodes that have joined each other, with a database of their own in a temporary folder. */
final class Nodes implements AutoCloseable {
  private final DataFolder folder;
  private final List<NodeProcess> all = new ArrayList<>();

  private Nodes(DataFolder folder) {
    this.folder = folder;
  }

  /** Starts them one after the other and waits until the last has joined the others. */
  static Nodes start(int count, List<String> jvmFlags) throws IOException, InterruptedException {
    Nodes nodes = new Nodes(DataFolder.create());
    try {
      for (int i = 0; i < count; i++) {
        NodeProcess node =
            NodeProcess.start(nodes.folder.path(), Ground.settings("local"), jvmFlags);
        nodes.all.add(node.awaitReady());
      }
      String log = nodes.all.getLast().log();
      if (!log.contains("cluster of " + count)) {
        throw new IOException("The nodes did not join each other:\n" + log);
      }
      return nodes;
    } catch (IllegalStateException | IOException e) {
      nodes.close();
      throw e;
    }
  }

  /** Where they serve. */
  List<URI> uris() {
    return all.stream().map(NodeProcess::uri).toList();
  }

  /** What the nodes have used since they started, in seconds. */
  double serverCpu() {
    return all.stream().mapToDouble(node -> ProcessCpu.seconds(node.pid())).sum();
  }

  /** What their database has used since it started, in seconds. */
  double databaseCpu() {
    return ProcessCpu.secondsOfTree(folder.database().orElseThrow());
  }

  /** Drains them one by one; the last stops the database. */
  @Override
  public void close() throws IOException {
    try {
      for (NodeProcess node : all) {
        node.terminate();
        node.awaitExit();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // the end of this JVM does the rest
      return;
    }
    folder.close();
  }
}
