package io.teamflow.task;

import io.teamflow.codecs.task.MoveTask;
import io.teamflow.codecs.task.TaskPlace;
import io.teamflow.stream.database.Database;
import io.teamflow.stream.database.Lock;
import io.teamflow.stream.database.Writes;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import java.util.UUID;

/** Where tasks stand on the board, in PostgreSQL. The statement stands in {@link MoveSql}. */
final class PgBoardStore {
  private final Writes writes;

  PgBoardStore(Database database) {
    writes = database.writes();
  }

  /**
   * Moves a task that still has the version the caller saw. A move to where it is writes nothing.
   * Empty when the caller may not see the task.
   */
  Future<Optional<Written>> moveIfVersion(UUID user, MoveTask command) {
    TaskPlace place = command.place();
    return writes
        .runLocked(
            Lock.streamOfTask(command.taskId()),
            MoveSql.MOVE,
            Tuple.of(
                user,
                command.taskId(),
                command.version(),
                place.status().name(),
                place.after(),
                place.before()))
        .map(rows -> Written.ofAll(rows, user));
  }
}
