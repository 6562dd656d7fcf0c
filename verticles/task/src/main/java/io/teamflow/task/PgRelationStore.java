package io.teamflow.task;

import io.teamflow.codecs.bus.PageRequest;
import io.teamflow.codecs.bus.ResourcePage;
import io.teamflow.codecs.stream.EventType;
import io.teamflow.codecs.stream.Position;
import io.teamflow.codecs.stream.StreamId;
import io.teamflow.codecs.task.Dependencies;
import io.teamflow.codecs.task.LinkTasks;
import io.teamflow.codecs.task.UnlinkTasks;
import io.teamflow.stream.database.Database;
import io.teamflow.stream.database.Lock;
import io.teamflow.stream.database.Reads;
import io.teamflow.stream.database.Writes;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How tasks stand to one another, in PostgreSQL. The statements stand in {@link RelationSql}. Both
 * tasks of a dependency are of one project, whose stream is locked before anybody looks for a
 * circle.
 */
final class PgRelationStore {
  private final Reads reads;
  private final Writes writes;

  PgRelationStore(Database database) {
    reads = database.reads();
    writes = database.writes();
  }

  /** Makes a task wait for another one. Empty when the caller may not see both in one project. */
  Future<Optional<Written>> linkIfNoCircle(UUID user, LinkTasks command) {
    return writes
        .runLockedOne(
            Lock.streamOfTask(command.taskId()),
            RelationSql.LINK,
            Tuple.of(user, command.taskId(), command.blockedBy()))
        .map(
            row -> row.map(r -> Written.of(r, StreamId.Kind.PROJECT, EventType.TASK_LINKED, user)));
  }

  /** Makes a task wait no longer. Empty when the caller may not see both in one project. */
  Future<Optional<Written>> unlinkIfMember(UUID user, UnlinkTasks command) {
    return writes
        .runLockedOne(
            Lock.streamOfTask(command.taskId()),
            RelationSql.UNLINK,
            Tuple.of(user, command.taskId(), command.blockedBy()))
        .map(
            row ->
                row.map(r -> Written.of(r, StreamId.Kind.PROJECT, EventType.TASK_UNLINKED, user)));
  }

  Future<Optional<Dependencies>> dependenciesIfMember(UUID user, UUID task) {
    return reads
        .first(RelationSql.DEPENDENCIES, Tuple.of(user, task))
        .map(
            row ->
                row.map(
                    r ->
                        new Dependencies(
                            '[' + r.getString("blocks") + ']',
                            '[' + r.getString("blocked_by") + ']',
                            new Position(r.getString("epoch"), r.getLong("head")))));
  }

  /** A page of the subtasks, with the position of the project's stream. */
  Future<Optional<ResourcePage>> subtasksIfMember(UUID user, UUID task, PageRequest page) {
    return reads
        .list(RelationSql.SUBTASKS, Tuple.of(user, task, numberAfter(page.cursor()), page.limit()))
        .map(rows -> Pages.positionedUnlessAbsent(rows, page.limit()));
  }

  private static int numberAfter(@Nullable String cursor) {
    try {
      return cursor == null ? 0 : Integer.parseInt(Pages.decode(cursor));
    } catch (NumberFormatException _) {
      throw Pages.badCursor();
    }
  }
}
