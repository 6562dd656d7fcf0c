package io.teamflow.cluster.join;

import com.hazelcast.config.Config;
import com.hazelcast.config.ListenerConfig;
import com.hazelcast.config.TcpIpConfig;
import com.hazelcast.core.LifecycleEvent.LifecycleState;
import com.hazelcast.core.LifecycleListener;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;

/**
 * Joins by the ports where somebody listens. Of one where nobody does, Hazelcast learns at once as
 * well, but waits a second all the same before it begins a cluster of its own. Afterwards every
 * port counts again, for clusters to find each other that came apart.
 */
final class LivePorts {
  /** On this machine a free port refuses at once, and the kernel connects to a stopped process. */
  private static final int CONNECT_MS = 200;

  private LivePorts() {}

  static void joinOnly(Config config, List<String> members) {
    TcpIpConfig join = config.getNetworkConfig().getJoin().getTcpIpConfig();
    join.setMembers(members.stream().filter(LivePorts::answers).toList());
    LifecycleListener whenStarted =
        event -> {
          if (event.getState() == LifecycleState.STARTED) {
            join.setMembers(members);
          }
        };
    config.addListenerConfig(new ListenerConfig(whenStarted));
  }

  private static boolean answers(String member) {
    int colon = member.lastIndexOf(':');
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(
              member.substring(0, colon), Integer.parseInt(member.substring(colon + 1))),
          CONNECT_MS);
      return true;
    } catch (IOException _) {
      return false;
    }
  }
}
