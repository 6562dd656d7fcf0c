package io.teamflow.stream;

import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.core.spi.cluster.NodeListener;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** The nodes that the cluster manager of a clustered Vert.x knows. One per Vert.x instance. */
public final class ClusterPeers implements Peers {
  private final ClusterManager cluster;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  private ClusterPeers(ClusterManager cluster) {
    this.cluster = cluster;
    cluster.nodeListener(
        new NodeListener() {
          @Override
          public void nodeAdded(String nodeId) {
            listeners.forEach(Runnable::run);
          }

          @Override
          public void nodeLeft(String nodeId) {
            listeners.forEach(Runnable::run);
          }
        });
  }

  /** The peers of a clustered Vert.x; none when it is not clustered. */
  public static Peers of(Vertx vertx) {
    return vertx.isClustered()
        ? new ClusterPeers(((VertxInternal) vertx).clusterManager())
        : Peers.none();
  }

  @Override
  public String self() {
    return cluster.getNodeId();
  }

  @Override
  public Set<String> others() {
    Set<String> nodes = new HashSet<>(cluster.getNodes());
    nodes.remove(self());
    return nodes;
  }

  @Override
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }
}
