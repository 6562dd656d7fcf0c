package io.teamflow.cluster.join;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.teamflow.cluster.config.BusTls;
import io.teamflow.cluster.config.JoinOption;
import io.teamflow.driver.FreePorts;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.spi.cluster.NodeInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is heard on an event bus that wants certificates. */
class BusConnectionsTest {
  private static final String ADDRESS = "question";

  /** Less than a silent connection is given. */
  private static final int REFUSED_SECONDS = 5;

  @TempDir Path folder;

  private final UUID installation = UUID.randomUUID();
  private final int port = FreePorts.cluster();
  private final List<Vertx> nodes = new ArrayList<>();
  private final AtomicInteger heard = new AtomicInteger();
  private X509Bundle authority;
  private Vertx node;

  @BeforeEach
  void start() throws Exception {
    authority = authority();
    node = join(authority);
    node.eventBus()
        .consumer(
            ADDRESS,
            message -> {
              heard.incrementAndGet();
              message.reply("answer");
            })
        .completion()
        .await(10, TimeUnit.SECONDS);
  }

  @AfterEach
  void close() throws Exception {
    for (Vertx each : nodes) {
      each.close().await(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void nodesOfOneAuthorityHearEachOther() throws Exception {
    assertEquals("answer", ask(join(authority)));
    assertEquals(1, heard.get());
  }

  @Test
  void aMemberOfAnotherAuthorityIsNotHeard() throws Exception {
    Vertx stranger = join(authority());
    assertThrows(ReplyException.class, () -> ask(stranger));
    assertEquals(0, heard.get());
  }

  @Test
  void whoShowsNoCertificateIsSentAway() throws Exception {
    NetClientOptions plain = new NetClientOptions();
    NetClientOptions nameless =
        new NetClientOptions().setSsl(true).setTrustAll(true).setHostnameVerificationAlgorithm("");
    for (NetClientOptions options : List.of(plain, nameless)) {
      sentAway(options).await(REFUSED_SECONDS, TimeUnit.SECONDS);
    }
    assertEquals("answer", ask(join(authority)));
  }

  /** Succeeds when the bus does not let in, or ends the connection. */
  private Future<Void> sentAway(NetClientOptions options) {
    NodeInfo bus = ((VertxInternal) node).clusterManager().getNodeInfo();
    return node.createNetClient(options)
        .connect(bus.port(), bus.host())
        .compose(
            socket -> {
              Promise<Void> closed = Promise.promise();
              socket.closeHandler(_ -> closed.complete());
              socket.write("\0\0\0\1?");
              return closed.future();
            },
            _ -> Future.succeededFuture());
  }

  private static String ask(Vertx from) throws Exception {
    return from.eventBus()
        .<String>request(ADDRESS, "?", new DeliveryOptions().setSendTimeout(5_000))
        .await(10, TimeUnit.SECONDS)
        .body();
  }

  private Vertx join(X509Bundle by) throws Exception {
    X509Bundle own = new CertificateBuilder().subject("CN=node").buildIssuedBy(by);
    BusTls files =
        new BusTls(
            write("certificate", own.getCertificatePathPEM()),
            write("key", own.getPrivateKeyPEM()),
            write("authority", by.getRootCertificatePEM()));
    Vertx joined =
        Vertx.builder()
            .with(
                new VertxOptions()
                    .setEventLoopPoolSize(2)
                    .setEventBusOptions(BusConnections.options("127.0.0.1", Optional.of(files))))
            .withClusterManager(
                ClusterJoin.manager(new JoinOption.Local(), "127.0.0.1", port, installation, false))
            .buildClustered()
            .await(30, TimeUnit.SECONDS);
    nodes.add(joined);
    return joined;
  }

  private static X509Bundle authority() throws Exception {
    return new CertificateBuilder()
        .subject("CN=authority " + UUID.randomUUID())
        .setIsCertificateAuthority(true)
        .buildSelfSigned();
  }

  private Path write(String name, String pem) throws Exception {
    return Files.writeString(folder.resolve(name + nodes.size() + ".pem"), pem);
  }
}
