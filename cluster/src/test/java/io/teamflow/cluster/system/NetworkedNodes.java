package io.teamflow.cluster.system;

import io.teamflow.driver.NodeProcess;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A node on each machine of a {@link Network}, and a PostgreSQL on this one; gone at the end. */
final class NetworkedNodes {
  private static final String PORT = "5701";

  private final Path folder = Files.createTempDirectory("teamflow-network");
  private final List<NodeProcess> nodes = new ArrayList<>();
  private final Network network;
  private final EmbeddedPostgres postgres;

  /**
   * Starts everything; returns when the nodes are one cluster.
   *
   * @param settings of every node
   */
  NetworkedNodes(Network network, int count, Map<String, String> settings) throws Exception {
    this.network = network;
    this.postgres = postgres();
    for (int i = 1; i <= count; i++) {
      Map<String, String> all = new HashMap<>(settings);
      all.putAll(place(i, count));
      nodes.add(NodeProcess.startBy(network.on(i), folder, all).awaitReady());
    }
  }

  private EmbeddedPostgres postgres() throws IOException, SQLException {
    Path access =
        Files.writeString(
            folder.resolve("pg_hba.conf"),
            "host all all 127.0.0.1/32 trust\nhost all all samenet trust\n");
    EmbeddedPostgres server =
        EmbeddedPostgres.builder()
            .setServerConfig("listen_addresses", "127.0.0.1," + network.inside(Network.HERE))
            .setServerConfig("hba_file", access.toString())
            .setServerConfig("max_connections", "200")
            .start();
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE ROLE teamflow LOGIN");
      statement.execute("CREATE DATABASE teamflow");
    }
    return server;
  }

  private Map<String, String> place(int i, int count) {
    String database = "@" + network.inside(Network.HERE) + ":" + postgres.getPort() + "/teamflow";
    return Map.of(
        "TEAMFLOW_HTTP_HOST",
        network.outside(i),
        "TEAMFLOW_MANAGEMENT_HOST",
        network.outside(i),
        "TEAMFLOW_MAIL_ALLOW_LOCAL_MAILBOX",
        "true",
        "TEAMFLOW_DATABASE_URI",
        "postgresql://teamflow" + database,
        "TEAMFLOW_DATABASE_MIGRATION_URI",
        "postgresql://postgres" + database,
        "TEAMFLOW_CLUSTER_JOIN",
        "tcp",
        "TEAMFLOW_CLUSTER_HOST",
        network.inside(i),
        "TEAMFLOW_CLUSTER_PORT",
        PORT,
        "TEAMFLOW_CLUSTER_MEMBERS",
        IntStream.rangeClosed(1, count)
            .mapToObj(n -> network.inside(n) + ":" + PORT)
            .collect(Collectors.joining(",")),
        "TEAMFLOW_CLUSTER_ALLOW_PUBLIC",
        "true");
  }

  /** The nodes, in the order of their machines. */
  List<NodeProcess> all() {
    return List.copyOf(nodes);
  }

  /** Ends every node, then the database. */
  void close() throws Exception {
    nodes.forEach(NodeProcess::terminate);
    for (NodeProcess node : nodes) {
      node.awaitExit();
    }
    postgres.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
