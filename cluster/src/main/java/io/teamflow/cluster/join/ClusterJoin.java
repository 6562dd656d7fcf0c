package io.teamflow.cluster.join;

import com.hazelcast.config.Config;
import com.hazelcast.config.JavaSerializationFilterConfig;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.NetworkConfig;
import com.hazelcast.config.SerializationConfig;
import io.teamflow.cluster.config.ConfigurationException;
import io.teamflow.cluster.config.JoinOption;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * How a node joins: everything explicit, nothing detected, no word to the outside. Hazelcast holds
 * the membership and the bus registrations and nothing else.
 */
public final class ClusterJoin {
  /** Ports that {@code local} looks at, from the first. */
  private static final int LOCAL_PORTS = 10;

  private ClusterJoin() {}

  /**
   * The cluster manager of a node.
   *
   * @param installation names the cluster, so that nodes of two databases never meet
   * @param oneStartAtATime whether no other node of this machine starts meanwhile
   */
  public static HazelcastClusterManager manager(
      JoinOption option, String host, int port, UUID installation, boolean oneStartAtATime) {
    Config config = new Config();
    config.getMultiMapConfig("__vertx.subs").setValueCollectionType("SET");
    config.setClusterName("teamflow-" + installation);
    properties(config);
    network(config.getNetworkConfig(), host, port);
    List<String> members = members(option, host, port);
    join(config.getNetworkConfig().getJoin(), members);
    if (option instanceof JoinOption.Local && oneStartAtATime) {
      LivePorts.joinOnly(config, members);
    }
    config.setSerializationConfig(
        new SerializationConfig().setJavaSerializationFilterConfig(readableClasses()));
    return new HazelcastClusterManager(config);
  }

  /** Whether every bus registration has a copy on another node, if there is one. Blocks briefly. */
  public static boolean isSafe(Vertx vertx) {
    return ((VertxInternal) vertx).clusterManager() instanceof HazelcastClusterManager hazelcast
        && hazelcast.getHazelcastInstance().getPartitionService().isClusterSafe();
  }

  /** Detection in about ten seconds and healing in seconds; the defaults are minutes. */
  private static void properties(Config config) {
    config
        .setProperty("hazelcast.heartbeat.interval.seconds", "2")
        .setProperty("hazelcast.max.no.heartbeat.seconds", "10")
        .setProperty("hazelcast.merge.first.run.delay.seconds", "15")
        .setProperty("hazelcast.merge.next.run.delay.seconds", "10")
        .setProperty("hazelcast.wait.seconds.before.join", "0")
        .setProperty("hazelcast.max.wait.seconds.before.join", "1")
        .setProperty("hazelcast.phone.home.enabled", "false")
        .setProperty("hazelcast.logging.type", "slf4j")
        .setProperty("hazelcast.shutdownhook.enabled", "false")
        .setProperty("hazelcast.socket.bind.any", "false")
        .setProperty("hazelcast.graceful.shutdown.max.wait", "10")
        .setProperty("hazelcast.operation.thread.count", "2")
        .setProperty("hazelcast.operation.generic.thread.count", "2")
        .setProperty("hazelcast.event.thread.count", "2")
        .setProperty("hazelcast.partition.count", "71")
        .setProperty("hazelcast.health.monitoring.level", "OFF")
        .setProperty("hazelcast.jmx", "false");
    config.getMetricsConfig().setEnabled(false); // collected for nobody, every five seconds
  }

  /**
   * What members may send each other in Java's own serialization: failures, and nothing of ours.
   * The list has to be named: with the defaults disabled and no list, every class is let in.
   */
  private static JavaSerializationFilterConfig readableClasses() {
    JavaSerializationFilterConfig filter =
        new JavaSerializationFilterConfig().setDefaultsDisabled(true);
    filter
        .getWhitelist()
        .addPrefixes("com.hazelcast.", "java.lang.", "java.util.", "[")
        .addClasses("java.io.IOException", "java.io.EOFException");
    return filter;
  }

  private static void network(NetworkConfig network, String host, int port) {
    network.setPort(port).setPortAutoIncrement(true).setPortCount(LOCAL_PORTS);
    network.getInterfaces().setEnabled(true).clear().addInterface(host);
  }

  private static void join(JoinConfig join, List<String> members) {
    join.getAutoDetectionConfig().setEnabled(false);
    join.getMulticastConfig().setEnabled(false);
    join.getTcpIpConfig().setEnabled(true).setConnectionTimeoutSeconds(2).setMembers(members);
  }

  private static List<String> members(JoinOption option, String host, int port) {
    return switch (option) {
      case JoinOption.None() -> List.of();
      case JoinOption.Local() ->
          IntStream.range(port, port + LOCAL_PORTS).mapToObj(p -> host + ":" + p).toList();
      case JoinOption.Tcp(List<String> members) -> members;
      case JoinOption.Dns(String name) -> resolve(name, port);
    };
  }

  private static List<String> resolve(String name, int defaultPort) {
    int colon = name.lastIndexOf(':');
    String host = colon < 0 ? name : name.substring(0, colon);
    String port = colon < 0 ? Integer.toString(defaultPort) : name.substring(colon + 1);
    try {
      return Arrays.stream(InetAddress.getAllByName(host))
          .map(address -> address.getHostAddress() + ":" + port)
          .toList();
    } catch (UnknownHostException _) {
      throw new ConfigurationException("TEAMFLOW_CLUSTER_MEMBERS: " + host + " is not known.");
    }
  }
}
