package io.teamflow.cluster.postgres;

import io.vertx.pgclient.PgConnectOptions;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/**
 * How one role connects to the database.
 *
 * @param password never part of {@link #toString}
 */
public record DatabaseAccess(String host, int port, String database, String user, String password) {

  /** Reads {@code postgresql://user:password@host:port/database}. */
  static DatabaseAccess of(URI uri) {
    String[] credentials = uri.getRawUserInfo().split(":", 2);
    return new DatabaseAccess(
        uri.getHost(),
        uri.getPort() < 0 ? 5432 : uri.getPort(),
        uri.getPath().substring(1),
        decode(credentials[0]),
        credentials.length > 1 ? decode(credentials[1]) : "");
  }

  private static String decode(String part) {
    return URLDecoder.decode(part, StandardCharsets.UTF_8);
  }

  /** For verticles. */
  public PgConnectOptions options() {
    return new PgConnectOptions()
        .setHost(host)
        .setPort(port)
        .setDatabase(database)
        .setUser(user)
        .setPassword(password);
  }

  String jdbcUrl() {
    return "jdbc:postgresql://" + host + ":" + port + "/" + database;
  }

  /** For JDBC, with a bound on every wait. */
  Properties jdbcProperties() {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    properties.setProperty("connectTimeout", "5");
    properties.setProperty("loginTimeout", "5");
    properties.setProperty("ApplicationName", "teamflow");
    return properties;
  }

  @Override
  public String toString() {
    return "postgresql://" + user + ":***@" + host + ":" + port + "/" + database;
  }
}
