package io.teamflow.task;

import io.teamflow.codecs.bus.PageRequest;
import io.teamflow.codecs.bus.ResourcePage;
import io.teamflow.stream.database.Database;
import io.teamflow.stream.database.Reads;
import io.teamflow.stream.database.Statement;
import io.teamflow.stream.database.Writes;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import java.util.UUID;

/**
 * Who watches tasks, in PostgreSQL. It concerns nobody else, so that it makes no event and locks no
 * stream; also guests watch, and tasks of archived projects can be watched.
 */
final class PgWatcherStore {
  private static final Statement INSERT =
      Statement.of(
          """
          WITH access AS (
            SELECT id FROM readable_task($2, $1)
          ), added AS (
            INSERT INTO watcher (task_id, user_id) SELECT id, $1 FROM access ON CONFLICT DO NOTHING
          )
          SELECT id FROM access
          """);
  private static final Statement DELETE =
      Statement.of(
          """
          WITH access AS (
            SELECT id FROM readable_task($2, $1)
          ), gone AS (
            DELETE FROM watcher USING access a WHERE task_id = a.id AND user_id = $1
          )
          SELECT id FROM access
          """);
  private static final String OF_TASK =
      """
      WITH access AS (
        SELECT id, team_id FROM readable_task($2, $1)
      ), page AS (
        SELECT w.user_id, w.since, p.name
          FROM access a JOIN watcher w ON w.task_id = a.id JOIN account p ON p.id = w.user_id
         WHERE w.user_id > $3 AND team_role(a.team_id, w.user_id) IS NOT NULL
         ORDER BY w.user_id LIMIT $4 + 1
      )
      SELECT user_id::text AS cursor,
             '{"userId":"' || user_id || '","name":' || json_text(name)
             || ',"since":"' || rfc3339(since) || '"}' AS json
        FROM access LEFT JOIN page ON true ORDER BY user_id
      """;

  private final Reads reads;
  private final Writes writes;

  PgWatcherStore(Database database) {
    reads = database.reads();
    writes = database.writes();
  }

  /** Whether the user, who now watches the task, may see it. */
  Future<Boolean> insertIfMember(UUID user, UUID task) {
    return writes.runOne(INSERT, Tuple.of(user, task)).map(Optional::isPresent);
  }

  /** Whether the user, who watches the task no longer, may see it. */
  Future<Boolean> deleteIfMember(UUID user, UUID task) {
    return writes.runOne(DELETE, Tuple.of(user, task)).map(Optional::isPresent);
  }

  /** Those who asked to be told and still may read the task. */
  Future<Optional<ResourcePage>> listIfMember(UUID user, UUID task, PageRequest page) {
    return reads
        .list(OF_TASK, Tuple.of(user, task, Pages.idAfter(page.cursor()), page.limit()))
        .map(rows -> Pages.unlessAbsent(rows, page.limit()));
  }
}
