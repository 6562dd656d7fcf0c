package io.teamflow.task;

import io.teamflow.codecs.bus.PageRequest;
import io.teamflow.codecs.bus.ResourcePage;
import io.teamflow.codecs.stream.EventType;
import io.teamflow.codecs.stream.StreamId;
import io.teamflow.codecs.task.DeleteTask;
import io.teamflow.stream.database.Database;
import io.teamflow.stream.database.Lock;
import io.teamflow.stream.database.Reads;
import io.teamflow.stream.database.Writes;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import java.util.UUID;

/**
 * What happened to tasks, and the trash, in PostgreSQL. The statements stand in {@link HistorySql}.
 */
final class PgHistoryStore {
  private final Reads reads;
  private final Writes writes;

  PgHistoryStore(Database database) {
    reads = database.reads();
    writes = database.writes();
  }

  /** What happened to a task, newest first. Empty when the caller may not see the task. */
  Future<Optional<ResourcePage>> listActivityIfMember(UUID user, UUID task, PageRequest page) {
    return reads
        .list(
            HistorySql.ACTIVITY,
            Tuple.of(user, task, Pages.numberBefore(page.cursor()), page.limit()))
        .map(rows -> Pages.unlessAbsent(rows, page.limit()));
  }

  /** Puts a task that still has the version the caller saw into the trash. */
  Future<Optional<Written>> deleteIfVersion(UUID user, DeleteTask command) {
    return writes
        .runLockedOne(
            Lock.streamOfTask(command.taskId()),
            HistorySql.DELETE,
            Tuple.of(user, command.taskId(), command.version()))
        .map(
            row ->
                row.map(r -> Written.of(r, StreamId.Kind.PROJECT, EventType.TASK_DELETED, user)));
  }

  /** Takes a task out of the trash. */
  Future<Optional<Written>> restoreIfMember(UUID user, UUID task) {
    return writes
        .runLockedOne(Lock.streamOfTask(task), HistorySql.RESTORE, Tuple.of(user, task))
        .map(
            row ->
                row.map(r -> Written.of(r, StreamId.Kind.PROJECT, EventType.TASK_RESTORED, user)));
  }

  /** A page of a project's trash, with the position of its stream. */
  Future<Optional<ResourcePage>> listTrashIfMember(UUID user, UUID project, PageRequest page) {
    TrashCursor before = TrashCursor.parse(page.cursor());
    return reads
        .list(
            HistorySql.OF_PROJECT,
            Tuple.of(user, project, before.deletedAt(), before.id(), page.limit()))
        .map(rows -> Pages.positionedUnlessAbsent(rows, page.limit()));
  }
}
