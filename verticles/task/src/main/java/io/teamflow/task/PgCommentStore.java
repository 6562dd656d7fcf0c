package io.teamflow.task;

import io.teamflow.codecs.bus.Caller;
import io.teamflow.codecs.bus.PageRequest;
import io.teamflow.codecs.bus.ResourcePage;
import io.teamflow.codecs.stream.EventType;
import io.teamflow.codecs.stream.StreamId.Kind;
import io.teamflow.codecs.task.CreateComment;
import io.teamflow.codecs.task.DeleteComment;
import io.teamflow.codecs.task.EditComment;
import io.teamflow.codecs.text.Mentions;
import io.teamflow.stream.database.Creation;
import io.teamflow.stream.database.Database;
import io.teamflow.stream.database.Lock;
import io.teamflow.stream.database.Reads;
import io.teamflow.stream.database.Writes;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Comments in PostgreSQL. The statements stand in {@link CommentSql}. A write reports the comment
 * first, then a mention for each person called; nothing when the caller may not see it.
 */
final class PgCommentStore {
  private final Reads reads;
  private final Writes writes;

  PgCommentStore(Database database) {
    reads = database.reads();
    writes = database.writes();
  }

  /** Creates a comment; a repeated command finds the one that it created. */
  Future<List<Written>> insertIfMember(Caller caller, CreateComment command) {
    UUID user = caller.user();
    UUID[] named = named(command.body());
    return writes
        .create(
            caller,
            command.id(),
            new Lock(CommentSql.LOCK_OF_TASK, Tuple.of(command.taskId()).addArrayOfUUID(named)),
            CommentSql.INSERT,
            Tuple.of(user, command.id(), command.taskId(), command.body(), named))
        .compose(
            creation ->
                switch (creation) {
                  case Creation.Run(List<Row> rows) ->
                      Future.succeededFuture(written(rows, EventType.COMMENT_CREATED, user));
                  case Creation.Repeated(UUID id) ->
                      reads.list(CommentSql.BY_ID, Tuple.of(user, id)).map(PgCommentStore::found);
                });
  }

  private static List<Written> found(List<Row> rows) {
    return rows.stream().map(row -> Written.already(PgOrganizationStore.toResource(row))).toList();
  }

  /** A page of the comments on a task, with the position of the project's stream. */
  Future<Optional<ResourcePage>> listIfMember(UUID user, UUID task, PageRequest page) {
    return reads
        .list(CommentSql.OF_TASK, Tuple.of(user, task, Pages.idAfter(page.cursor()), page.limit()))
        .map(rows -> Pages.positionedUnlessAbsent(rows, page.limit()));
  }

  /** Gives a comment another text. Only its author may; the same text again writes nothing. */
  Future<List<Written>> updateIfAuthor(UUID user, EditComment command) {
    UUID[] named = named(command.body());
    return writes
        .runLocked(
            new Lock(
                CommentSql.LOCK_OF_COMMENT, Tuple.of(command.commentId()).addArrayOfUUID(named)),
            CommentSql.EDIT,
            Tuple.of(user, command.commentId(), command.version(), command.body(), named))
        .map(rows -> written(rows, EventType.COMMENT_UPDATED, user));
  }

  /** Takes the text of a comment away. Its author and admins may. */
  Future<List<Written>> deleteIfAuthorOrAdmin(UUID user, DeleteComment command) {
    return writes
        .runLocked(
            new Lock(
                CommentSql.LOCK_OF_COMMENT,
                Tuple.of(command.commentId()).addArrayOfUUID(new UUID[0])),
            CommentSql.DELETE,
            Tuple.of(user, command.commentId(), command.version()))
        .map(rows -> written(rows, EventType.COMMENT_DELETED, user));
  }

  private static List<Written> written(List<Row> rows, String type, UUID actor) {
    return rows.stream()
        .map(
            row ->
                row.getBoolean("mention")
                    ? Written.of(row, Kind.USER, EventType.MENTION_CREATED, actor)
                    : Written.of(row, Kind.PROJECT, type, actor))
        .toList();
  }

  private static UUID[] named(String body) {
    return Mentions.in(body).toArray(UUID[]::new);
  }
}
