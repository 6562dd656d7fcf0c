package io.teamflow.bench.ceiling;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

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

  @Override
  public String toString() {
    return "DatabaseLogins[" + port + "]";
  }
}
