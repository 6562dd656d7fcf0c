package io.teamflow.cluster.join;

import io.teamflow.cluster.config.BusTls;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.util.Optional;
import java.util.Set;

/** How the event bus of a node reaches those of others: when it gives up, and who is let in. */
public final class BusConnections {
  /**
   * Longer than a ping and its answer take. What did not answer a ping is only closed once all that
   * waits there is written, which after a partition may be minutes later.
   */
  private static final int SILENT_SECONDS = 10;

  private static final int PING_MS = 4_000;
  private static final int CONNECT_MS = 3_000;

  private BusConnections() {}

  /**
   * The options of a node's bus.
   *
   * @param host the interface it listens on
   * @param tls without it whoever reaches the port is let in; with it both sides show a
   *     certificate, whose names are not looked at: nodes go by addresses
   */
  public static EventBusOptions options(String host, Optional<BusTls> tls) {
    EventBusOptions options = new EventBusOptions();
    options
        .setHost(host)
        .setClusterPingInterval(PING_MS)
        .setClusterPingReplyInterval(PING_MS)
        .setConnectTimeout(CONNECT_MS)
        .setReadIdleTimeout(SILENT_SECONDS);
    tls.ifPresent(
        files ->
            options
                .setSsl(true)
                .setClientAuth(ClientAuth.REQUIRED)
                .setEnabledSecureTransportProtocols(Set.of("TLSv1.3"))
                .setKeyCertOptions(
                    new PemKeyCertOptions()
                        .setCertPath(files.certificate().toString())
                        .setKeyPath(files.key().toString()))
                .setTrustOptions(new PemTrustOptions().addCertPath(files.authority().toString())));
    return options;
  }
}
