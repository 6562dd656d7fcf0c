package io.teamflow.cluster.join;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.internal.serialization.InternalSerializationService;
import com.hazelcast.internal.serialization.impl.DefaultSerializationServiceBuilder;
import com.hazelcast.nio.serialization.HazelcastSerializationException;
import io.teamflow.cluster.config.JoinOption;
import io.teamflow.driver.FreePorts;
import java.io.IOException;
import java.io.Serializable;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ClusterJoinTest {
  private static final UUID INSTALLATION = UUID.fromString("01932f00-0000-7000-8000-00000000000a");

  /** What somebody who reaches the port might send. */
  private record Stranger(String name) implements Serializable {}

  @Test
  void whateverReachesThePortCannotMakeTheNodeReadAnyClass() {
    InternalSerializationService node =
        new DefaultSerializationServiceBuilder()
            .setConfig(config().getSerializationConfig())
            .build();
    assertThrows(
        HazelcastSerializationException.class,
        () -> node.toObject(node.toData(new Stranger("gadget"))));
    assertThrows(
        HazelcastSerializationException.class,
        () -> node.toObject(node.toData(new Serializable[] {new Stranger("gadget")})));
  }

  @Test
  void failuresOfAnotherNodeAreStillUnderstood() {
    InternalSerializationService node =
        new DefaultSerializationServiceBuilder()
            .setConfig(config().getSerializationConfig())
            .build();
    Object read = node.toObject(node.toData(new IllegalStateException("not ready")));
    assertTrue(read instanceof IllegalStateException);
  }

  @Test
  void nothingIsDetectedAndNothingIsToldOutside() {
    JoinConfig join = config().getNetworkConfig().getJoin();
    assertFalse(join.getMulticastConfig().isEnabled());
    assertFalse(join.getAutoDetectionConfig().isEnabled());
    assertEquals("false", config().getProperty("hazelcast.phone.home.enabled"));
    assertEquals("false", config().getProperty("hazelcast.socket.bind.any"));
    assertEquals(
        List.of("127.0.0.1"),
        List.copyOf(config().getNetworkConfig().getInterfaces().getInterfaces()));
    assertEquals("teamflow-" + INSTALLATION, config().getClusterName());
  }

  @Test
  void aNodeJoinsWhoListensAndLooksForEveryoneOnceItHasStarted() throws IOException {
    int port = FreePorts.cluster();
    Config config;
    try (ServerSocket _ = new ServerSocket(port + 3, 1, InetAddress.getLoopbackAddress())) {
      config = local(port, true);
    }
    assertEquals(List.of("127.0.0.1:" + (port + 3)), members(config));
    HazelcastInstance node = Hazelcast.newHazelcastInstance(local(port, true));
    try {
      assertEquals(10, members(node.getConfig()).size());
    } finally {
      node.shutdown();
    }
  }

  @Test
  void whereSeveralMayStartAtOnceEveryPortIsAsked() {
    assertEquals(10, members(local(FreePorts.cluster(), false)).size());
  }

  private static List<String> members(Config config) {
    return config.getNetworkConfig().getJoin().getTcpIpConfig().getMembers();
  }

  private static Config config() {
    return local(5701, false);
  }

  private static Config local(int port, boolean oneStartAtATime) {
    return ClusterJoin.manager(
            new JoinOption.Local(), "127.0.0.1", port, INSTALLATION, oneStartAtATime)
        .getConfig();
  }
}
