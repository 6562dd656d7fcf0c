package io.teamflow.cluster.postgres;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.UUID;
import org.flywaydb.core.Flyway;

/**
 * Brings the schema up to date with Flyway, which lets one node migrate at a time. When the newest
 * migration is in the database already, Flyway is not even loaded: that halves the time of a start.
 */
final class Migrations {
  private static final String LOCATION = "classpath:conf/db/migration";

  /** The newest script in {@code conf/db/migration}; a test holds it to that. */
  static final String NEWEST = "20261124180000";

  private Migrations() {}

  /** Migrates as the owner, and returns the installation's id. */
  static UUID run(DatabaseAccess owner, String appRole) {
    try {
      if (!isCurrent(owner)) {
        migrate(owner, appRole);
      }
      return installation(owner);
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

  private static boolean isCurrent(DatabaseAccess owner) throws SQLException {
    try (Connection connection = connect(owner);
        Statement statement = connection.createStatement()) {
      ResultSet history =
          statement.executeQuery("SELECT to_regclass('flyway_schema_history') IS NOT NULL");
      history.next();
      if (!history.getBoolean(1)) {
        return false;
      }
      ResultSet newest =
          statement.executeQuery(
              "SELECT count(*) FROM flyway_schema_history WHERE success AND version = '"
                  + NEWEST
                  + "'");
      newest.next();
      return newest.getInt(1) == 1;
    }
  }

  private static UUID installation(DatabaseAccess owner) throws SQLException {
    try (Connection connection = connect(owner);
        Statement statement = connection.createStatement()) {
      ResultSet row = statement.executeQuery("SELECT id FROM installation");
      row.next();
      return row.getObject(1, UUID.class);
    }
  }

  private static Connection connect(DatabaseAccess owner) throws SQLException {
    return DriverManager.getConnection(owner.jdbcUrl(), owner.jdbcProperties());
  }
}
