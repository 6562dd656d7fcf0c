package io.teamflow.stream.database;

import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.UUID;

/**
 * Which stream rows a write locks before its guard runs. Always in the order of their ids, so that
 * two writes never wait for each other.
 *
 * @param sql a {@code SELECT … FOR UPDATE} of stream rows
 */
public record Lock(String sql, Tuple parameters) {
  private static final String BY_ID =
      "SELECT id FROM stream WHERE id = ANY($1) ORDER BY id FOR UPDATE";
  private static final String OF_TASK =
      """
      SELECT s.id FROM stream s
       WHERE s.id = (SELECT project_id FROM task WHERE id = $1) FOR UPDATE
      """;

  private static final String OF_MESSAGE =
      """
      SELECT s.id FROM stream s
       WHERE s.id = (SELECT project_id FROM message WHERE id = $1) FOR UPDATE
      """;

  public static Lock stream(UUID id) {
    return new Lock(BY_ID, Tuple.of(new UUID[] {id}));
  }

  public static Lock streams(Collection<UUID> ids) {
    return new Lock(BY_ID, Tuple.of(ids.toArray(UUID[]::new)));
  }

  /** The stream of the project that a task belongs to; nothing when there is no such task. */
  public static Lock streamOfTask(UUID task) {
    return new Lock(OF_TASK, Tuple.of(task));
  }

  /** The stream of the project that a message belongs to; nothing when there is no such message. */
  public static Lock streamOfMessage(UUID message) {
    return new Lock(OF_MESSAGE, Tuple.of(message));
  }
}
