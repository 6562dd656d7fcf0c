package io.teamflow.chat;

import static java.util.stream.Collectors.joining;

import io.teamflow.codecs.bus.PageRequest;
import io.teamflow.codecs.bus.ResourcePage;
import io.teamflow.codecs.chat.MarkRead;
import io.teamflow.codecs.stream.EventType;
import io.teamflow.codecs.stream.StreamId;
import io.teamflow.stream.database.Database;
import io.teamflow.stream.database.Lock;
import io.teamflow.stream.database.Reads;
import io.teamflow.stream.database.Statement;
import io.teamflow.stream.database.Writes;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** How far people have read, and what waits for them, in PostgreSQL. */
final class PgReadStore {
  /** $1 user, $2 project, $3 seq. Runs after the user's stream is locked. */
  private static final Statement MARK =
      Statement.of(
          """
          WITH seen AS (
            SELECT p.id, least($3::bigint, s.head) AS wanted, coalesce(r.seq, 0) AS seq
              FROM project p JOIN stream s USING (id)
              LEFT JOIN read_position r ON r.project_id = p.id AND r.user_id = $1
             WHERE p.id = $2 AND team_role(p.team_id, $1) IS NOT NULL
          ), moved AS (
            INSERT INTO read_position (user_id, project_id, seq)
            SELECT $1, id, wanted FROM seen WHERE wanted > seq
            ON CONFLICT (user_id, project_id) DO UPDATE SET seq = excluded.seq
            RETURNING seq, read_view(project_id, seq) AS json
          ), told AS (
            SELECT a.seq, a.at FROM moved m, append($1, 'read.updated', $1, $2, m.json) a
          )
          SELECT NULL AS refusal, s.id, greatest(s.wanted, s.seq) AS version,
                 read_view(s.id, greatest(s.wanted, s.seq)) AS json,
                 $1 AS stream_id, t.seq, t.at, m.json AS payload
            FROM seen s LEFT JOIN moved m ON true LEFT JOIN told t ON true
          """);

  private static final String OF_PROJECT =
      """
      SELECT id, unread_view(id, $1) AS json FROM project
       WHERE id = $2 AND team_role(team_id, $1) IS NOT NULL
      """;

  /** $1 user, $2 project behind which the page begins, $3 limit. */
  private static final String MINE =
      """
      WITH page AS (
        SELECT p.id FROM project p
         WHERE p.id > $2 AND p.team_id IN (
                 SELECT team_id FROM team_member WHERE user_id = $1
                 UNION
                 SELECT t.id FROM organization_member m JOIN team t USING (organization_id)
                  WHERE m.user_id = $1 AND m.role IN ('OWNER', 'ADMIN'))
         ORDER BY p.id LIMIT $3 + 1
      )
      SELECT id, unread_view(id, $1) AS json FROM page ORDER BY id
      """;

  private final Reads reads;
  private final Writes writes;

  PgReadStore(Database database) {
    reads = database.reads();
    writes = database.writes();
  }

  /**
   * Moves the user's position forward, not beyond the head of the project; what does not move it
   * writes nothing. Empty when the user may not see the project.
   */
  Future<Optional<Written>> markIfMember(UUID user, MarkRead command) {
    return writes
        .runLockedOne(Lock.stream(user), MARK, Tuple.of(user, command.projectId(), command.seq()))
        .map(row -> row.map(r -> Written.of(r, StreamId.Kind.USER, EventType.READ_UPDATED, user)));
  }

  Future<Optional<String>> unreadIfMember(UUID user, UUID project) {
    return reads
        .first(OF_PROJECT, Tuple.of(user, project))
        .map(row -> row.map(r -> r.getString("json")));
  }

  /** What waits in each project of the user, in the order of their ids. */
  Future<ResourcePage> unreadOfMember(UUID user, PageRequest page) {
    return reads
        .list(MINE, Tuple.of(user, Cursors.idAfter(page.cursor()), page.limit()))
        .map(rows -> page(rows, page.limit()));
  }

  private static ResourcePage page(List<Row> rows, int limit) {
    List<Row> shown = rows.subList(0, Math.min(limit, rows.size()));
    String items = shown.stream().map(row -> row.getString("json")).collect(joining(",", "[", "]"));
    return new ResourcePage(
        items, rows.size() > limit ? shown.getLast().getUUID("id").toString() : null, null);
  }
}
