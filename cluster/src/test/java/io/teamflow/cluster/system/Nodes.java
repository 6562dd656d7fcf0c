package io.teamflow.cluster.system;

import io.teamflow.driver.FreePorts;
import io.teamflow.driver.NodeProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Nodes of one data folder, on ports of their own, gone at the end. */
final class Nodes {
  private static final Pattern SAID = Pattern.compile("WARN|ERROR|TeamFlow ready|The node drains");

  final Path dataFolder;
  private final List<NodeProcess> started = new ArrayList<>();
  private final int clusterPort = FreePorts.cluster();

  Nodes() throws IOException {
    dataFolder = Files.createTempDirectory("teamflow-test");
  }

  /** Starts a node without waiting for it. */
  NodeProcess start() throws IOException {
    return start(Map.of());
  }

  /** Starts a node with settings of its own. */
  NodeProcess start(Map<String, String> settings) throws IOException {
    Map<String, String> all = new HashMap<>(settings);
    all.put("TEAMFLOW_HTTP_PORT", Integer.toString(FreePorts.one()));
    all.put("TEAMFLOW_MANAGEMENT_PORT", Integer.toString(FreePorts.one()));
    all.put("TEAMFLOW_CLUSTER_PORT", Integer.toString(clusterPort));
    NodeProcess node = NodeProcess.start(dataFolder, all);
    started.add(node);
    return node;
  }

  /** What the nodes warned of, and when each of them was ready. */
  String complaints() {
    return started.stream()
        .flatMap(node -> node.log().lines())
        .filter(line -> SAID.matcher(line).find())
        .collect(Collectors.joining("\n"));
  }

  /** Ends every node, with the last one the database, and removes the data folder. */
  void close() throws Exception {
    for (NodeProcess node : started) {
      node.terminate();
    }
    for (NodeProcess node : started) {
      node.awaitExit();
    }
    started.clear();
    if (databaseRuns()) {
      NodeProcess last = start().awaitReady(); // all were killed: one more ends what they left
      last.terminate();
      last.awaitExit();
      started.clear();
    }
    if (!databaseRuns()) {
      delete();
    }
  }

  private void delete() throws IOException {
    if (Files.exists(dataFolder)) {
      try (Stream<Path> files = Files.walk(dataFolder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  /** Whether the embedded PostgreSQL has a process. */
  boolean databaseRuns() throws IOException {
    Path pidFile = dataFolder.resolve("postgres/data/postmaster.pid");
    if (!Files.exists(pidFile)) {
      return false;
    }
    long pid = Long.parseLong(Files.readAllLines(pidFile).getFirst().strip());
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }

  /** Every row of every table, as text. */
  String dump() throws IOException, SQLException {
    StringBuilder dump = new StringBuilder();
    try (Connection connection = database();
        Statement statement = connection.createStatement()) {
      List<String> tables = new ArrayList<>();
      ResultSet names =
          statement.executeQuery("SELECT tablename FROM pg_tables WHERE schemaname = 'public'");
      while (names.next()) {
        tables.add(names.getString(1));
      }
      for (String table : tables) {
        ResultSet rows = statement.executeQuery("SELECT t::text FROM \"" + table + "\" t");
        while (rows.next()) {
          dump.append(table).append(' ').append(rows.getString(1)).append('\n');
        }
      }
    }
    return dump.toString();
  }

  /** Into the embedded database, as the owner of its tables. */
  Connection database() throws IOException, SQLException {
    Properties passwords = new Properties();
    try (var reader = Files.newBufferedReader(dataFolder.resolve("passwords.properties"))) {
      passwords.load(reader);
    }
    String port =
        Files.readAllLines(dataFolder.resolve("postgres/data/postmaster.pid")).get(3).strip();
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/teamflow",
        "teamflow_owner",
        passwords.getProperty("owner"));
  }
}
