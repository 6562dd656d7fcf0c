package io.teamflow.cluster.postgres;

import io.teamflow.cluster.postgres.NodeDatabase.Lease;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real, durable PostgreSQL in the data folder, shared by the nodes of one machine: the first to
 * start starts it, the last to end stops it, and one left over from killed nodes is found and used.
 */
final class EmbeddedPostgres {
  private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgres.class);
  private static final String HOST = "127.0.0.1";
  private static final String DATABASE = "teamflow";
  private static final String OWNER = "teamflow_owner";
  private static final String APP = "teamflow";

  private EmbeddedPostgres() {}

  static <T> T open(Path dataFolder, Function<NodeDatabase, T> whileLocked) {
    Path folder = dataFolder.toAbsolutePath().normalize();
    try {
      Files.createDirectories(folder);
      FileLock starting = FileLocks.start(folder);
      try {
        return openLocked(folder, whileLocked);
      } finally {
        FileLocks.free(starting);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The data folder " + folder + " cannot be used: " + e.getMessage(), e);
    }
  }

  private static <T> T openLocked(Path folder, Function<NodeDatabase, T> whileLocked)
      throws IOException {
    Path home = folder.resolve("postgres");
    if (!Files.exists(home)) {
      log.info("First start: a PostgreSQL is unpacked and initialized in {}", folder);
    }
    Passwords passwords = Passwords.readOrCreate(folder.resolve("passwords.properties"));
    Server server = new Server(Binaries.unpack(folder), home);
    FileLock living = FileLocks.join(folder);
    Lease lease = () -> leave(folder, server, living);
    try {
      int port = server.start(passwords.superuser());
      Path created = home.resolve("created");
      if (!Files.exists(created)) {
        create(
            new DatabaseAccess(HOST, port, "postgres", "postgres", passwords.superuser()),
            passwords);
        Files.createFile(created);
      }
      UUID installation =
          Migrations.run(new DatabaseAccess(HOST, port, DATABASE, OWNER, passwords.owner()), APP);
      return whileLocked.apply(
          new NodeDatabase(
              new DatabaseAccess(HOST, port, DATABASE, APP, passwords.app()),
              installation,
              true,
              lease));
    } catch (IOException | RuntimeException e) {
      stopIfLast(folder, server, living);
      throw e;
    }
  }

  /** Roles and database; what an earlier attempt left is kept. */
  private static void create(DatabaseAccess superuser, Passwords passwords) {
    try (Connection connection =
            DriverManager.getConnection(superuser.jdbcUrl(), superuser.jdbcProperties());
        Statement statement = connection.createStatement()) {
      createUnlessExists(
          statement,
          "pg_roles WHERE rolname",
          OWNER,
          "CREATE ROLE " + OWNER + " LOGIN PASSWORD '" + passwords.owner() + "'");
      createUnlessExists(
          statement,
          "pg_roles WHERE rolname",
          APP,
          "CREATE ROLE " + APP + " LOGIN PASSWORD '" + passwords.app() + "'");
      createUnlessExists(
          statement,
          "pg_database WHERE datname",
          DATABASE,
          "CREATE DATABASE " + DATABASE + " OWNER " + OWNER);
    } catch (SQLException e) {
      throw new IllegalStateException("The database cannot be created: " + e.getMessage(), e);
    }
  }

  private static void createUnlessExists(Statement statement, String where, String name, String sql)
      throws SQLException {
    if (!statement.executeQuery("SELECT FROM " + where + " = '" + name + "'").next()) {
      statement.execute(sql);
    }
  }

  private static void leave(Path folder, Server server, FileLock living) {
    try {
      FileLock starting = FileLocks.start(folder);
      try {
        stopIfLast(folder, server, living);
      } finally {
        FileLocks.free(starting);
      }
    } catch (IOException e) {
      log.warn("The database may be left running: {}", e.getMessage());
    }
  }

  /** While start.lock is held, whoever gets nodes.lock alone is the last. */
  private static void stopIfLast(Path folder, Server server, FileLock living) throws IOException {
    FileLocks.free(living);
    FileLock last = FileLocks.last(folder);
    if (last != null) {
      server.stop();
      FileLocks.free(last);
    }
  }
}
