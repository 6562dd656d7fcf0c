package io.teamflow.bench.ceiling;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.UUID;

/**
 * A database for a peer beside the node's, in the same server: both sides write to the same disk
 * through the same settings. It is there as long as the node's folder is.
 *
 * @param password of the role {@code peer}; never part of {@link #toString}
 */
public record PeerDatabase(int port, String password) {
  private static final String NAME = "peer";

  /**
   * Makes it, unless it is there, and sees that what is committed in it is on the disk.
   *
   * @param folder the data folder of the node
   */
  public static PeerDatabase of(Path folder) throws IOException {
    DatabaseLogins logins = DatabaseLogins.of(folder);
    PeerDatabase peer = new PeerDatabase(logins.port(), UUID.randomUUID().toString());
    try (Connection connection = logins.asSuperuser();
        Statement statement = connection.createStatement()) {
      if (!exists(statement, "SELECT FROM pg_roles WHERE rolname = '" + NAME + "'")) {
        statement.execute("CREATE ROLE " + NAME + " LOGIN");
      }
      statement.execute("ALTER ROLE " + NAME + " PASSWORD '" + peer.password + "'");
      if (!exists(statement, "SELECT FROM pg_database WHERE datname = '" + NAME + "'")) {
        statement.execute("CREATE DATABASE " + NAME + " OWNER " + NAME);
      }
    } catch (SQLException e) {
      throw new IOException("The peers get no database: " + e.getMessage(), e);
    }
    peer.requireDurable();
    return peer;
  }

  /** The variables that tell libpq, and what is made after it, where the database is. */
  public Map<String, String> variables() {
    return Map.of(
        "PGHOST", "127.0.0.1",
        "PGPORT", Integer.toString(port),
        "PGUSER", NAME,
        "PGPASSWORD", password,
        "PGDATABASE", NAME);
  }

  private void requireDurable() throws IOException {
    try (Connection connection = open();
        Statement statement = connection.createStatement()) {
      for (String setting : new String[] {"fsync", "synchronous_commit", "full_page_writes"}) {
        try (ResultSet row = statement.executeQuery("SHOW " + setting)) {
          row.next();
          if (!row.getString(1).equals("on")) {
            throw new IOException(setting + " is " + row.getString(1) + ", so nothing is durable");
          }
        }
      }
    } catch (SQLException e) {
      throw new IOException("The peers do not get into their database: " + e.getMessage(), e);
    }
  }

  Connection open() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/" + NAME, NAME, password);
  }

  private static boolean exists(Statement statement, String query) throws SQLException {
    try (ResultSet rows = statement.executeQuery(query)) {
      return rows.next();
    }
  }

  @Override
  public String toString() {
    return "PeerDatabase[" + port + "]";
  }
}
