package io.teamflow.stream.database;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;

/**
 * A migrated database of its own for each test class, on one real PostgreSQL per JVM: copied from
 * one that was migrated once. The server is not durable, which only matters to tests that crash it.
 */
public final class TestDatabase implements AutoCloseable {
  private static final AtomicInteger COUNTER = new AtomicInteger();
  private static final String APP_ROLE = "teamflow";
  private static final String TEMPLATE = "migrated";

  private final String name;

  private TestDatabase(String name) {
    this.name = name;
  }

  /** Creates a database with the newest schema. */
  public static TestDatabase create() {
    TestDatabase database = new TestDatabase("test" + COUNTER.incrementAndGet());
    execute("postgres", "CREATE DATABASE " + database.name + " TEMPLATE " + TEMPLATE);
    return database;
  }

  /** How the application connects: as the role without rights to change the schema. */
  public PgConnectOptions options() {
    return new PgConnectOptions()
        .setHost("127.0.0.1")
        .setPort(Server.INSTANCE.getPort())
        .setDatabase(name)
        .setUser(APP_ROLE);
  }

  /** Connections as a verticle has them. */
  public Database open(Vertx vertx) {
    return Database.open(vertx, options(), 1, 4);
  }

  /** Takes what is due, as a node does about once a minute. */
  public void purge(Vertx vertx, Statement outlived) throws TimeoutException {
    Database own = open(vertx);
    new Purge(vertx, own).now(outlived).eventually(own::close).await(10, TimeUnit.SECONDS);
  }

  /** Runs SQL as the owner, for what no API can arrange. */
  public void execute(String sql) {
    execute(name, sql);
  }

  /** The first column of what a query finds, as text. */
  public List<String> select(String sql) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Connection connection = connect();
        var statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    }
    return values;
  }

  /** The history that positions belong to now. */
  public String epoch() throws SQLException {
    return select("SELECT stream_epoch()").getFirst();
  }

  /** A user's own stream: whoever has its id may follow it. */
  public UUID newStream() {
    UUID id = UUID.randomUUID();
    execute("INSERT INTO stream (id, kind) VALUES ('" + id + "', 'user')");
    return id;
  }

  /**
   * How a statement was carried out, step by step and with the rows that each step read.
   *
   * @param parameters written as in SQL
   */
  public List<String> explain(String sql, String... parameters) throws SQLException {
    List<String> steps = new ArrayList<>();
    try (Connection connection = connect();
        var statement = connection.createStatement()) {
      for (Map.Entry<String, String> setting : Database.PLANNED_ONCE.entrySet()) {
        statement.execute("SET %s = %s".formatted(setting.getKey(), setting.getValue()));
      }
      statement.execute("PREPARE it AS " + sql);
      ResultSet rows =
          statement.executeQuery(
              "EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) EXECUTE it (%s)"
                  .formatted(String.join(", ", parameters)));
      while (rows.next()) {
        steps.add(rows.getString(1));
      }
    }
    return steps;
  }

  /** The owner's JDBC connection, for looking at what was stored. */
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(jdbcUrl(name, "postgres"));
  }

  @Override
  public void close() {
    execute("postgres", "DROP DATABASE " + name + " WITH (FORCE)");
  }

  private static void execute(String database, String sql) {
    try (Connection connection = DriverManager.getConnection(jdbcUrl(database, "postgres"));
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  private static String jdbcUrl(String database, String user) {
    return Server.INSTANCE.getJdbcUrl(user, database);
  }

  /** One server per JVM, started when the first test needs it, ended with the JVM. */
  private static final class Server {
    static final EmbeddedPostgres INSTANCE = start();

    private static EmbeddedPostgres start() {
      try {
        EmbeddedPostgres server =
            EmbeddedPostgres.builder().setServerConfig("max_connections", "200").start();
        try (Connection connection =
                DriverManager.getConnection(server.getJdbcUrl("postgres", "postgres"));
            var statement = connection.createStatement()) {
          statement.execute("CREATE ROLE " + APP_ROLE + " LOGIN");
          statement.execute("CREATE DATABASE " + TEMPLATE);
        }
        Flyway.configure()
            .dataSource(server.getJdbcUrl("postgres", TEMPLATE), "postgres", "")
            .locations("classpath:conf/db/migration")
            .placeholders(Map.of("appRole", APP_ROLE))
            .load()
            .migrate();
        return server;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
