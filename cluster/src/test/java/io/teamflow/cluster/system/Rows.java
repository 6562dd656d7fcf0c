package io.teamflow.cluster.system;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** The rows of the embedded database, as its owner sees them. */
final class Rows implements AutoCloseable {
  /** Tell when somebody was last seen, or are cleared out by nodes when their time has come. */
  private static final Set<String> ALIVE =
      Set.of(
          "session",
          "refresh_token",
          "personal_token",
          "revocation",
          "audit",
          "oidc_attempt",
          "signing_key");

  private final Connection connection;
  private final String fingerprints;

  Rows(Nodes nodes) throws Exception {
    connection = nodes.database();
    List<String> tables = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet names =
            statement.executeQuery(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")) {
      while (names.next()) {
        if (!ALIVE.contains(names.getString(1))) {
          tables.add(
              """
              SELECT '%1$s', count(*) || ' rows, ' ||
                     coalesce(sum(hashtextextended(t::text || t.xmin::text, 0)), 0)
                FROM "%1$s" t
              """
                  .formatted(names.getString(1)));
        }
      }
    }
    fingerprints = String.join(" UNION ALL ", tables);
  }

  /** Of each table: whatever is written, also the same once more, makes another one. */
  Map<String, String> fingerprints() throws SQLException {
    Map<String, String> found = new TreeMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(fingerprints)) {
      while (rows.next()) {
        found.put(rows.getString(1), rows.getString(2));
      }
    }
    return found;
  }

  /** How many rows a table has. */
  long count(String table) throws SQLException {
    return number("SELECT count(*) FROM " + table);
  }

  /** The version of something, for {@code If-Match}; 0 where there is none. */
  long version(String table, String id) throws SQLException {
    return number(
        "SELECT coalesce(max(version), 0) FROM \""
            + table
            + "\" WHERE id = '"
            + UUID.fromString(id)
            + "'");
  }

  /**
   * What the task list of a project shows.
   *
   * @param board the number of the last event that changed it
   * @param shown a hash of its tasks
   */
  record Board(long board, String shown) {}

  /** The task list of a project. */
  Board board(UUID project) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                SELECT s.board, coalesce(md5(string_agg(task_view(t, p.key), ',' ORDER BY t.id)), '')
                  FROM stream s JOIN project p USING (id)
                  LEFT JOIN task t ON t.project_id = p.id AND t.deleted_at IS NULL
                 WHERE s.id = '%s' GROUP BY s.board
                """
                    .formatted(project))) {
      row.next();
      return new Board(row.getLong(1), row.getString(2));
    }
  }

  /** The last event of a stream, as JSON: of what nobody may read any more. */
  String lastEvent(UUID stream) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                SELECT json_build_object('type', type, 'd', payload::json) FROM event
                 WHERE stream_id = '%s' ORDER BY seq DESC LIMIT 1
                """
                    .formatted(stream))) {
      row.next();
      return row.getString(1);
    }
  }

  private long number(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
