package io.teamflow.bench.ceiling;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/**
 * How to get into the embedded database of a data folder of ours.
 *
 * @param app the password of the role that the node uses; never part of {@link #toString}
 * @param log what the server says
 */
record DatabaseLogins(int port, String app, String superuser, Path log) {

  /** Reads what the node wrote down in its data folder. */
  static DatabaseLogins of(Path folder) throws IOException {
    Properties passwords = new Properties();
    try (var reader = Files.newBufferedReader(folder.resolve("passwords.properties"))) {
      passwords.load(reader);
    }
    int port =
        Integer.parseInt(
            Files.readAllLines(folder.resolve("postgres/data/postmaster.pid")).get(3).strip());
    return new DatabaseLogins(
        port,
        passwords.getProperty("app"),
        passwords.getProperty("superuser"),
        folder.resolve("postgres/server.log"));
  }

  /** As the one who may change what is logged. */
  Connection asSuperuser() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/teamflow", "postgres", superuser);
  }

  /** How many events there ever were: each write that changed something made one. */
  long sumOfHeads() throws IOException {
    try (Connection connection = asSuperuser();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT sum(head)::bigint FROM stream")) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw new IOException("The database does not answer: " + e.getMessage(), e);
    }
  }

  /**
   * Waits until the server has ended what it ran for a program that has gone, so that this is
   * charged to nobody else.
   */
  void awaitEndOf(String program, Duration patience) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    try (Connection connection = asSuperuser();
        PreparedStatement left =
            connection.prepareStatement(
                "SELECT count(*) FROM pg_stat_activity WHERE application_name = ?")) {
      left.setString(1, program);
      while (System.nanoTime() < deadline) {
        try (ResultSet row = left.executeQuery()) {
          row.next();
          if (row.getInt(1) == 0) {
            return;
          }
        }
        TimeUnit.MILLISECONDS.sleep(10);
      }
      throw new IOException(program + " has gone, but its connections are still there.");
    } catch (SQLException e) {
      throw new IOException("The database does not answer: " + e.getMessage(), e);
    }
  }

  @Override
  public String toString() {
    return "DatabaseLogins[" + port + "]";
  }
}
