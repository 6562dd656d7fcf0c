package io.teamflow.cluster;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.teamflow.auth.AuthVerticle;
import io.teamflow.auth.PgRevocationStore;
import io.teamflow.auth.SecretBox;
import io.teamflow.auth.oidc.OidcSettings;
import io.teamflow.chat.ChatVerticle;
import io.teamflow.chat.SendVerticle;
import io.teamflow.cluster.config.Configuration;
import io.teamflow.cluster.config.Configuration.Part;
import io.teamflow.cluster.config.Configuration.RedisOption;
import io.teamflow.cluster.join.BusConnections;
import io.teamflow.cluster.join.ClusterJoin;
import io.teamflow.cluster.management.ManagementVerticle;
import io.teamflow.cluster.management.Readiness;
import io.teamflow.cluster.postgres.Databases;
import io.teamflow.cluster.postgres.NodeDatabase;
import io.teamflow.codecs.auth.AuthMessages;
import io.teamflow.codecs.auth.ListKeys;
import io.teamflow.codecs.bus.Bus;
import io.teamflow.codecs.bus.Caller;
import io.teamflow.gateway.Departure;
import io.teamflow.gateway.GatewaySettings;
import io.teamflow.gateway.GatewaySettings.Registration;
import io.teamflow.gateway.GatewayState;
import io.teamflow.gateway.GatewayVerticle;
import io.teamflow.gateway.limit.LocalRateLimiter;
import io.teamflow.gateway.limit.RateLimiter;
import io.teamflow.gateway.limit.RedisRateLimiter;
import io.teamflow.gateway.redis.RedisLink;
import io.teamflow.gateway.token.RevocationLog;
import io.teamflow.gateway.token.RevokedSessions;
import io.teamflow.notification.MailSettings;
import io.teamflow.notification.MailboxFolder;
import io.teamflow.notification.NotificationVerticle;
import io.teamflow.stream.ClusterPeers;
import io.teamflow.stream.NodeStreamHub;
import io.teamflow.stream.Peers;
import io.teamflow.stream.database.Database;
import io.teamflow.task.TaskListCache;
import io.teamflow.task.WorkVerticle;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.micrometer.Label;
import io.vertx.micrometer.MetricsDomain;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import io.vertx.pgclient.PgConnectOptions;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running node. {@link #start} is the composition root: it reads top to bottom. */
final class Node {
  private static final Logger log = LoggerFactory.getLogger(Node.class);
  private static final long STEP_MAX_SECONDS = 60;
  private static final Duration SETTLE_MAX = Duration.ofSeconds(10);

  /** After the last socket was told to move, for it to have moved. */
  private static final long MOVED_MS = 800;

  /** More than twice what the bus gives a request; what has no answer then is cut off. */
  private static final Duration ANSWERED_MAX = Duration.ofSeconds(5);

  /**
   * Event loops, and instances of the verticles that handle commands: one for each processor. More
   * loops would wait for each other's processors (ADR 14).
   */
  private static final int LOOPS = Math.max(2, Runtime.getRuntime().availableProcessors());

  /** What hot task lists may take of a node's memory. */
  private static final long TASK_LIST_BYTES = 64L * 1024 * 1024;

  private final Vertx vertx;
  private final Bus bus;
  private final Peers peers;
  private final NodeDatabase database;
  private final Readiness readiness;
  private final RevokedSessions revoked;
  private final GatewayState gateway;
  private final String httpHost;

  private Node(
      Vertx vertx,
      Bus bus,
      Peers peers,
      NodeDatabase database,
      Readiness readiness,
      RevokedSessions revoked,
      GatewayState gateway,
      String httpHost) {
    this.vertx = vertx;
    this.bus = bus;
    this.peers = peers;
    this.database = database;
    this.readiness = readiness;
    this.revoked = revoked;
    this.gateway = gateway;
    this.httpHost = httpHost;
  }

  /** Starts a node; returns when it serves. */
  static Node start(Configuration configuration) {
    return Databases.open(configuration, database -> start(configuration, database));
  }

  private static Node start(Configuration configuration, NodeDatabase database) {
    SecretBox secrets = SecretKeyFile.open(configuration.secretKeyFile());
    PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    Vertx vertx = join(configuration, database, metrics);
    PgConnectOptions postgres = database.app().options();
    Bus bus = Bus.on(vertx);
    Peers peers = ClusterPeers.of(vertx);

    NodeStreamHub hub = new NodeStreamHub(postgres, peers, configuration.replay());
    deploy(vertx, 1, () -> hub);
    awaitCopies(vertx); // a registration while copies move may wait for its own for seconds
    int port = configuration.httpPort().choose(configuration.httpHost(), "TEAMFLOW_HTTP_PORT");
    if (configuration.parts().contains(Part.AUTH)) {
      OidcSettings oidc =
          new OidcSettings(
              configuration.publicUrl(port),
              configuration.oidcClients(),
              configuration.registration() != Registration.CLOSED);
      deploy(vertx, 1, () -> new AuthVerticle(bus, postgres, secrets, oidc));
    }
    if (configuration.parts().contains(Part.WORK)) {
      TaskListCache lists = new TaskListCache(TASK_LIST_BYTES);
      deploy(vertx, LOOPS, () -> new WorkVerticle(bus, postgres, hub, lists));
    }
    if (configuration.parts().contains(Part.CHAT)) {
      deploy(vertx, LOOPS, () -> new ChatVerticle(bus, postgres, hub));
      deploy(vertx, 1, () -> new SendVerticle(bus, postgres, hub));
    }

    MailSettings mail = configuration.mail(port);
    if (configuration.parts().contains(Part.NOTIFICATION)) {
      deploy(vertx, 1, () -> new NotificationVerticle(postgres, mail));
    }

    int managementPort =
        configuration
            .managementPort()
            .choose(configuration.managementHost(), "TEAMFLOW_MANAGEMENT_PORT");
    Database own = Database.open(vertx, postgres, 1, 1);
    await(own.connect());
    Readiness readiness = new Readiness(vertx, own.reads(), () -> peers.others().size() + 1);
    deploy(
        vertx,
        1,
        () ->
            new ManagementVerticle(
                configuration.managementHost(),
                managementPort,
                readiness,
                metrics,
                mail.smtp().isPresent()
                    ? Optional.empty()
                    : Optional.of(new MailboxFolder(vertx, mail))));

    GatewaySettings settings = configuration.gateway(port);
    GatewayState gateway = new GatewayState(settings, limiter(configuration, vertx));
    Gauge.builder("teamflow.sockets", gateway, GatewayState::sockets)
        .description("Number of identified sockets and event streams")
        .register(metrics);
    readiness.onDatabase(gateway::cutOff, gateway::rejoined);
    RevokedSessions revoked = new RevokedSessions(vertx, revocationLog(own));
    if (configuration.parts().contains(Part.GATEWAY)) {
      await(revoked.start());
      bus.onHint(AuthMessages.SESSIONS_ENDED, revoked::hint);
      deploy(vertx, LOOPS, () -> new GatewayVerticle(bus, hub, revoked, settings, gateway));
    }
    Node node =
        new Node(
            vertx, bus, peers, database, readiness, revoked, gateway, configuration.httpHost());
    node.awaitCluster(hub);
    readiness.started();
    log.info(
        "TeamFlow ready at http://{}:{} · management {} · node {} · cluster of {} · {} s",
        configuration.httpHost(),
        port,
        managementPort,
        peers.self().substring(0, Math.min(8, peers.self().length())),
        peers.others().size() + 1,
        "%.1f".formatted(secondsSinceJvmStart()));
    return node;
  }

  private static RateLimiter limiter(Configuration configuration, Vertx vertx) {
    RateLimiter local = new LocalRateLimiter();
    if (configuration.redis().isEmpty() || !configuration.parts().contains(Part.GATEWAY)) {
      return local;
    }
    RedisOption redis = configuration.redis().get();
    RedisLink link = new RedisLink(redis.uri(), redis.patience(), RedisRateLimiter::greet);
    deploy(vertx, 1, () -> link);
    return new RedisRateLimiter(link, local);
  }

  private static Vertx join(
      Configuration configuration, NodeDatabase database, PrometheusMeterRegistry metrics) {
    MicrometerMetricsOptions metricsOptions =
        new MicrometerMetricsOptions()
            .setEnabled(true)
            .setJvmMetricsEnabled(true)
            .setLabels(EnumSet.of(Label.HTTP_METHOD, Label.HTTP_CODE, Label.EB_ADDRESS))
            .addDisabledMetricsCategory(MetricsDomain.NAMED_POOLS)
            .addDisabledMetricsCategory(MetricsDomain.NET_CLIENT)
            .addDisabledMetricsCategory(MetricsDomain.NET_SERVER);
    return await(
        Vertx.builder()
            .with(
                new VertxOptions()
                    .setEventLoopPoolSize(LOOPS)
                    .setEventBusOptions(
                        BusConnections.options(configuration.clusterHost(), configuration.busTls()))
                    .setMetricsOptions(metricsOptions))
            .withMetrics(new MicrometerMetricsFactory(metrics))
            .withClusterManager(
                ClusterJoin.manager(
                    configuration.join(),
                    configuration.clusterHost(),
                    configuration.clusterPort(),
                    database.installation(),
                    database.oneStartAtATime()))
            .buildClustered());
  }

  /** Read from the database and not asked over the bus, which may be cut. */
  private static RevocationLog revocationLog(Database database) {
    PgRevocationStore store = new PgRevocationStore(database);
    return position ->
        store.since(position).map(read -> new RevocationLog.Page(read.sessions(), read.position()));
  }

  private static void deploy(Vertx vertx, int instances, Supplier<? extends Deployable> verticle) {
    await(vertx.deployVerticle(verticle, new DeploymentOptions().setInstances(instances)));
  }

  /**
   * Where there are peers, the registrations must have copies and one of the peers must answer over
   * the bus before the node says ready, and what clients ask most has been rehearsed: the peers
   * serve in the meantime, as nobody would for a node that is alone.
   */
  private void awaitCluster(NodeStreamHub hub) {
    if (peers.others().isEmpty()) {
      return;
    }
    Future<Void> rehearsed = rehearsal();
    awaitCopies(vertx);
    awaitAnswer(hub);
    await(
        bus.request(
            AuthMessages.LIST_KEYS, Caller.anonymous("", "00-bus-self-test"), new ListKeys()));
    await(rehearsed);
  }

  /** Until a peer answers over the bus, or there is none left. */
  private void awaitAnswer(NodeStreamHub hub) {
    boolean told = false;
    while (!peers.others().isEmpty() && !await(hub.reachesPeers())) {
      if (!told) {
        log.warn("No other node answers over the bus: this one is not ready until one does");
        told = true;
      }
      pause(vertx, 500);
    }
  }

  /**
   * Until every registration of the cluster has a copy. A cluster that does not settle is said and
   * waited for no longer: it must not keep every node from starting.
   */
  private static void awaitCopies(Vertx vertx) {
    long deadline = System.nanoTime() + SETTLE_MAX.toNanos();
    while (!ClusterJoin.isSafe(vertx)) {
      if (System.nanoTime() > deadline) {
        log.warn("The cluster has not settled in {} s", SETTLE_MAX.toSeconds());
        return;
      }
      pause(vertx, 20);
    }
  }

  private Future<Void> rehearsal() {
    return new Rehearsal(
            vertx,
            bus,
            gateway.port() == 0
                ? Optional.empty()
                : Optional.of(SocketAddress.inetSocketAddress(gateway.port(), httpHost)),
            LOOPS * 2)
        .run();
  }

  /** Does what clients will ask for most, as {@link Rehearsal} says. */
  void rehearse() {
    await(rehearsal());
  }

  /**
   * Leaves without a failed request: clients and sockets are sent to other nodes, then handlers
   * leave the cluster, what is under way ends, and only then everything closes. Until they leave,
   * this node answers itself what still comes to it: a peer may have just begun and be slow.
   */
  void drain() {
    log.info("The node drains");
    readiness.draining();
    boolean hasPeers = !peers.others().isEmpty();
    Departure departure = gateway.drain();
    if (hasPeers || gateway.sockets() > 0) {
      pause(vertx, departure.spreadMs() + MOVED_MS);
    }
    await(bus.stopServing().otherwiseEmpty());
    if (hasPeers) {
      pause(vertx, 1_000);
    }
    long deadline = System.nanoTime() + ANSWERED_MAX.toNanos();
    while (gateway.requests() > 0 && System.nanoTime() < deadline) {
      pause(vertx, 50);
    }
    readiness.stop();
    revoked.stop();
    await(vertx.close().otherwiseEmpty());
    database.lease().close();
  }

  private static void pause(Vertx vertx, long millis) {
    await(vertx.timer(millis, TimeUnit.MILLISECONDS));
  }

  /** Waits for one step of a start or a drain, on a thread that is no event loop. */
  private static <T> T await(Future<T> step) {
    try {
      return step.await(STEP_MAX_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new IllegalStateException("A step took more than " + STEP_MAX_SECONDS + " s", e);
    }
  }

  private static double secondsSinceJvmStart() {
    return (System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime())
        / 1000.0;
  }
}
