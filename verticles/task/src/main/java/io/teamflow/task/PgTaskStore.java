package io.teamflow.task;

import io.teamflow.codecs.bus.Caller;
import io.teamflow.codecs.bus.Change;
import io.teamflow.codecs.bus.Resource;
import io.teamflow.codecs.stream.EventType;
import io.teamflow.codecs.stream.StreamId;
import io.teamflow.codecs.task.CreateTask;
import io.teamflow.codecs.task.PatchTask;
import io.teamflow.codecs.task.PatchTasks;
import io.teamflow.codecs.task.TaskFields;
import io.teamflow.codecs.task.TaskPatch;
import io.teamflow.codecs.task.TaskPriority;
import io.teamflow.stream.database.Database;
import io.teamflow.stream.database.Lock;
import io.teamflow.stream.database.Reads;
import io.teamflow.stream.database.Writes;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Tasks in PostgreSQL. The statements stand in {@link TaskSql}. */
final class PgTaskStore {
  private final Reads reads;
  private final Writes writes;

  PgTaskStore(Database database) {
    reads = database.reads();
    writes = database.writes();
  }

  /** Creates a task at the end of its column; a repeated command finds the one that it created. */
  Future<Optional<Written>> insertIfMember(Caller caller, CreateTask command) {
    UUID user = caller.user();
    TaskFields fields = command.fields();
    TaskPriority priority = fields.priority() == null ? TaskPriority.MEDIUM : fields.priority();
    return writes
        .create(
            caller,
            command.id(),
            Lock.stream(command.projectId()),
            TaskSql.INSERT,
            Tuple.of(user, command.id(), command.projectId(), fields.title())
                .addString(fields.description() == null ? "" : fields.description())
                .addString(priority.name())
                .addOffsetDateTime(atUtc(fields.deadline()))
                .addArrayOfUUID(toArray(fields.assignees()))
                .addArrayOfUUID(toArray(fields.labels()))
                .addUUID(fields.parent())
                .addUUID(fields.message()))
        .compose(
            creation ->
                Written.ofRows(
                    creation, rows -> Written.ofAll(rows, user), id -> findIfMember(user, id)));
  }

  Future<Optional<Resource>> findIfMember(UUID user, UUID task) {
    return reads
        .first(TaskSql.BY_ID, Tuple.of(user, task))
        .map(row -> row.map(PgOrganizationStore::toResource));
  }

  /**
   * Changes a task that still has the version the caller saw. A patch that changes nothing writes
   * nothing. Empty when the caller may not see the task.
   */
  Future<Optional<Written>> updateIfVersion(UUID user, PatchTask command) {
    return writes
        .runLockedOne(
            Lock.streamOfTask(command.taskId()),
            TaskSql.UPDATE,
            changes(user, command.taskId(), command.version(), command.patch()))
        .map(row -> row.map(r -> updated(r, user)));
  }

  /**
   * Changes all of the tasks, or none. One result for each that was tried, which is empty where the
   * task is none of the project's that the caller may see.
   */
  Future<List<Optional<Written>>> updateAllIfVersions(UUID user, PatchTasks command) {
    return writes
        .runAllLocked(
            Lock.stream(command.projectId()),
            TaskSql.UPDATE_IN_PROJECT,
            command.wanted().changes().stream()
                .map(
                    change ->
                        changes(user, change.id(), change.version(), change.patch())
                            .addUUID(command.projectId()))
                .toList())
        .map(
            results ->
                results.stream()
                    .map(rows -> rows.stream().findFirst().map(row -> updated(row, user)))
                    .toList());
  }

  private static Written updated(Row row, UUID user) {
    return Written.of(row, StreamId.Kind.PROJECT, EventType.TASK_UPDATED, user);
  }

  private static Tuple changes(UUID user, UUID task, long version, TaskPatch patch) {
    return Tuple.of(user, task, version)
        .addString(value(patch.title()))
        .addString(cleared(patch.description()) ? "" : value(patch.description()))
        .addString(name(value(patch.status())))
        .addString(name(value(patch.priority())))
        .addBoolean(patch.deadline() != null)
        .addOffsetDateTime(atUtc(value(patch.deadline())))
        .addArrayOfUUID(patch.assignees() == null ? null : toArray(value(patch.assignees())))
        .addArrayOfUUID(patch.labels() == null ? null : toArray(value(patch.labels())))
        .addBoolean(patch.parent() != null)
        .addUUID(value(patch.parent()));
  }

  private static <T> @Nullable T value(@Nullable Change<T> change) {
    return change == null ? null : change.value();
  }

  private static boolean cleared(@Nullable Change<?> change) {
    return change != null && change.value() == null;
  }

  private static @Nullable String name(@Nullable Enum<?> value) {
    return value == null ? null : value.name();
  }

  private static @Nullable OffsetDateTime atUtc(@Nullable Instant instant) {
    return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
  }

  private static UUID[] toArray(@Nullable List<UUID> ids) {
    return ids == null ? new UUID[0] : ids.stream().distinct().toArray(UUID[]::new);
  }
}
