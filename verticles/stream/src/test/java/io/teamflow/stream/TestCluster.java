package io.teamflow.stream;

import com.hazelcast.config.Config;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Nodes in one JVM that form a real cluster of their own on loopback. */
public final class TestCluster {
  private final String name = "test-" + UUID.randomUUID();
  private final List<Vertx> nodes = new ArrayList<>();

  /** Starts one more node. */
  public Vertx join() throws Exception {
    Config config = new Config();
    config.getMultiMapConfig("__vertx.subs").setValueCollectionType("SET");
    config.setClusterName(name);
    config.setProperty("hazelcast.phone.home.enabled", "false");
    config.setProperty("hazelcast.logging.type", "slf4j");
    config.setProperty("hazelcast.wait.seconds.before.join", "0");
    config.setProperty("hazelcast.socket.bind.any", "false");
    config.getNetworkConfig().setPort(15_701).setPortAutoIncrement(true);
    config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface("127.0.0.1");
    var join = config.getNetworkConfig().getJoin();
    join.getAutoDetectionConfig().setEnabled(false);
    join.getMulticastConfig().setEnabled(false);
    join.getTcpIpConfig().setEnabled(true);
    for (int port = 15_701; port < 15_707; port++) {
      join.getTcpIpConfig().addMember("127.0.0.1:" + port);
    }
    Vertx vertx =
        Vertx.builder()
            .with(
                new VertxOptions()
                    .setEventBusOptions(
                        new EventBusOptions().setHost("127.0.0.1").setConnectTimeout(1_000)))
            .withClusterManager(new HazelcastClusterManager(config))
            .buildClustered()
            .await(30, TimeUnit.SECONDS);
    nodes.add(vertx);
    return vertx;
  }

  /** Stops every node. */
  public void close() throws Exception {
    for (Vertx node : nodes) {
      node.close().await(20, TimeUnit.SECONDS);
    }
  }
}
