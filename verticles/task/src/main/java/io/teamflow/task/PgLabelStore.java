package io.teamflow.task;

import io.teamflow.codecs.bus.Caller;
import io.teamflow.codecs.bus.PageRequest;
import io.teamflow.codecs.bus.Resource;
import io.teamflow.codecs.bus.ResourcePage;
import io.teamflow.codecs.stream.EventType;
import io.teamflow.codecs.stream.StreamId;
import io.teamflow.codecs.task.CreateLabel;
import io.teamflow.codecs.task.DeleteLabel;
import io.teamflow.codecs.task.LabelPatch;
import io.teamflow.codecs.task.PatchLabel;
import io.teamflow.stream.database.Database;
import io.teamflow.stream.database.Lock;
import io.teamflow.stream.database.Reads;
import io.teamflow.stream.database.Writes;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** Labels in PostgreSQL. The statements stand in {@link LabelSql}. */
final class PgLabelStore {
  private final Reads reads;
  private final Writes writes;

  PgLabelStore(Database database) {
    reads = database.reads();
    writes = database.writes();
  }

  /** Creates a label; a repeated command finds the one that it created. Guests may not. */
  Future<Optional<Written>> insertIfMember(Caller caller, CreateLabel command) {
    UUID user = caller.user();
    return writes
        .create(
            caller,
            command.id(),
            Lock.stream(command.projectId()),
            LabelSql.INSERT,
            Tuple.of(
                user,
                command.id(),
                command.projectId(),
                command.name(),
                command.color().toLowerCase(Locale.ROOT)))
        .compose(
            creation ->
                Written.of(
                    creation,
                    r -> Written.of(r, StreamId.Kind.PROJECT, EventType.LABEL_CREATED, user),
                    id -> findIfMember(user, id)));
  }

  private Future<Optional<Resource>> findIfMember(UUID user, UUID label) {
    return reads
        .first(LabelSql.BY_ID, Tuple.of(user, label))
        .map(row -> row.map(PgOrganizationStore::toResource));
  }

  Future<Optional<ResourcePage>> listIfMember(UUID user, UUID project, PageRequest page) {
    return reads
        .list(
            LabelSql.OF_PROJECT,
            Tuple.of(user, project, Pages.idAfter(page.cursor()), page.limit()))
        .map(rows -> Pages.positionedUnlessAbsent(rows, page.limit()));
  }

  /**
   * Changes a label that still has the version the caller saw. Guests may not. A patch that changes
   * nothing writes nothing. Empty when the caller may not see the label.
   */
  Future<Optional<Written>> updateIfVersion(UUID user, PatchLabel command) {
    LabelPatch patch = command.patch();
    String color = patch.color() == null ? null : patch.color().value();
    return writes
        .runLockedOne(
            lock(command.labelId()),
            LabelSql.UPDATE,
            Tuple.of(user, command.labelId(), command.version())
                .addString(patch.name() == null ? null : patch.name().value())
                .addString(color == null ? null : color.toLowerCase(Locale.ROOT)))
        .map(
            row ->
                row.map(r -> Written.of(r, StreamId.Kind.PROJECT, EventType.LABEL_UPDATED, user)));
  }

  /** Deletes a label and takes it off its tasks. Guests may not. */
  Future<Optional<Written>> deleteIfVersion(UUID user, DeleteLabel command) {
    return writes
        .runLockedOne(
            lock(command.labelId()),
            LabelSql.DELETE,
            Tuple.of(user, command.labelId(), command.version()))
        .map(
            row ->
                row.map(r -> Written.of(r, StreamId.Kind.PROJECT, EventType.LABEL_DELETED, user)));
  }

  private static Lock lock(UUID label) {
    return new Lock(LabelSql.LOCK, Tuple.of(label));
  }
}
