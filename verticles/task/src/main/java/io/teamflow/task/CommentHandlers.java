package io.teamflow.task;

import io.teamflow.codecs.bus.Bus;
import io.teamflow.codecs.bus.Caller;
import io.teamflow.codecs.bus.Done;
import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.bus.Resource;
import io.teamflow.codecs.bus.ResourcePage;
import io.teamflow.codecs.task.CommentMessages;
import io.teamflow.codecs.task.CreateComment;
import io.teamflow.codecs.task.DeleteComment;
import io.teamflow.codecs.task.EditComment;
import io.teamflow.codecs.task.ListComments;
import io.teamflow.stream.StreamPublisher;
import io.vertx.core.Future;
import java.util.List;

/** Answers the addresses about comments on tasks. */
final class CommentHandlers {
  private final PgCommentStore comments;
  private final StreamPublisher stream;

  CommentHandlers(PgCommentStore comments, StreamPublisher stream) {
    this.comments = comments;
    this.stream = stream;
  }

  Future<?> serve(Bus bus) {
    return Future.all(
        bus.serve(CommentMessages.CREATE, this::create),
        bus.serve(CommentMessages.LIST, this::list),
        bus.serve(CommentMessages.EDIT, this::edit),
        bus.serve(CommentMessages.DELETE, this::delete));
  }

  private Future<Resource> create(Caller caller, CreateComment command) {
    return comments
        .insertIfMember(caller, command)
        .map(written -> publish(written, "task").required());
  }

  private Future<ResourcePage> list(Caller caller, ListComments command) {
    return comments
        .listIfMember(caller.user(), command.taskId(), command.page())
        .map(page -> page.orElseThrow(() -> Failure.notFound("task")));
  }

  private Future<Resource> edit(Caller caller, EditComment command) {
    return comments
        .updateIfAuthor(caller.user(), command)
        .map(written -> publish(written, "comment").required());
  }

  private Future<Done> delete(Caller caller, DeleteComment command) {
    return comments
        .deleteIfAuthorOrAdmin(caller.user(), command)
        .map(
            written -> {
              publish(written, "comment");
              return new Done();
            });
  }

  /** Publishes every event of a write, and returns what it reports first. */
  private Written publish(List<Written> written, String kind) {
    if (written.isEmpty()) {
      throw Failure.notFound(kind);
    }
    written.forEach(one -> one.publishTo(stream));
    return written.getFirst();
  }
}
