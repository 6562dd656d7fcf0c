package io.teamflow.codecs.bus;

import static org.awaitility.Awaitility.await;

import com.hazelcast.config.Config;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Nodes in one JVM that form a real cluster of their own on loopback. */
final class TestCluster {
  private static final int PORT = 15_801;
  private static final int PORTS = 12;

  private final String name = "test-" + UUID.randomUUID();
  private final List<Member> members = new ArrayList<>();

  /** A node of the cluster. */
  record Member(Vertx vertx, HazelcastClusterManager manager) {

    /** Leaves as a killed process does: without a word to the others and with nothing undone. */
    void die() {
      manager.getHazelcastInstance().getLifecycleService().terminate();
    }

    /** Registers a handler that is not there, as nodes that leave or die do for a while. */
    void register(String address, String nodeId, long handler) throws Exception {
      Promise<Void> registered = Promise.promise();
      manager.addRegistration(address, new RegistrationInfo(nodeId, handler, false), registered);
      registered.future().await(10, TimeUnit.SECONDS);
    }
  }

  /**
   * Starts one more node, and waits until the copies of registrations have moved: what is
   * registered or taken off meanwhile may wait for its own copy for seconds.
   */
  Member join() throws Exception {
    HazelcastClusterManager manager = new HazelcastClusterManager(configuration());
    EventBusOptions bus = new EventBusOptions();
    bus.setHost("127.0.0.1").setConnectTimeout(1_000);
    Vertx vertx =
        Vertx.builder()
            .with(new VertxOptions().setEventLoopPoolSize(2).setEventBusOptions(bus))
            .withClusterManager(manager)
            .buildClustered()
            .await(30, TimeUnit.SECONDS);
    await()
        .atMost(30, TimeUnit.SECONDS)
        .until(() -> manager.getHazelcastInstance().getPartitionService().isClusterSafe());
    Member member = new Member(vertx, manager);
    members.add(member);
    return member;
  }

  private Config configuration() {
    Config config = new Config();
    config.getMultiMapConfig("__vertx.subs").setValueCollectionType("SET");
    config.setClusterName(name);
    config.setProperty("hazelcast.phone.home.enabled", "false");
    config.setProperty("hazelcast.logging.type", "slf4j");
    config.setProperty("hazelcast.wait.seconds.before.join", "0");
    config.setProperty("hazelcast.socket.bind.any", "false");
    config.setProperty("hazelcast.partition.count", "71");
    config.getNetworkConfig().setPort(PORT).setPortAutoIncrement(true).setPortCount(PORTS);
    config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface("127.0.0.1");
    var join = config.getNetworkConfig().getJoin();
    join.getAutoDetectionConfig().setEnabled(false);
    join.getMulticastConfig().setEnabled(false);
    join.getTcpIpConfig().setEnabled(true);
    for (int port = PORT; port < PORT + PORTS; port++) {
      join.getTcpIpConfig().addMember("127.0.0.1:" + port);
    }
    return config;
  }

  /** Stops every node. */
  void close() throws Exception {
    for (Member member : members) {
      member.vertx().close().await(20, TimeUnit.SECONDS);
    }
  }
}
