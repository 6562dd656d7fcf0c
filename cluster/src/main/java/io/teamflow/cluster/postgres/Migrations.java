package io.teamflow.cluster.postgres;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.flywaydb.core.Flyway;

/**
 * Brings the schema up to date with Flyway, which lets one node migrate at a time. When every
 * migration is in the database already, Flyway is not even loaded: that halves the time of a start.
 */
final class Migrations {
  private static final String LOCATION = "classpath:" + MigrationScripts.FOLDER;

  private Migrations() {}

  /** Migrates as the owner, and returns the installation's id. */
  static UUID run(DatabaseAccess owner, String appRole) {
    try (Connection connection = connect(owner)) {
      if (!isCurrent(connection)) {
        migrate(owner, appRole);
      }
      return installation(connection);
    } catch (SQLException e) {
      throw new IllegalStateException(
          "The database " + owner + " cannot be used: " + e.getMessage(), e);
    }
  }

  private static void migrate(DatabaseAccess owner, String appRole) {
    Flyway.configure()
        .dataSource(owner.jdbcUrl(), owner.user(), owner.password())
        .locations(LOCATION)
        .placeholders(Map.of("appRole", appRole))
        .load()
        .migrate();
  }

  private static boolean isCurrent(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      Set<String> missing = new HashSet<>(MigrationScripts.versions());
      ResultSet history =
          statement.executeQuery("SELECT to_regclass('flyway_schema_history') IS NOT NULL");
      history.next();
      if (!history.getBoolean(1)) {
        return false;
      }
      ResultSet applied =
          statement.executeQuery("SELECT version FROM flyway_schema_history WHERE success");
      while (applied.next()) {
        missing.remove(applied.getString(1));
      }
      return missing.isEmpty();
    }
  }

  private static UUID installation(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      ResultSet row = statement.executeQuery("SELECT id FROM installation");
      row.next();
      return row.getObject(1, UUID.class);
    }
  }

  private static Connection connect(DatabaseAccess owner) throws SQLException {
    return DriverManager.getConnection(owner.jdbcUrl(), owner.jdbcProperties());
  }
}
