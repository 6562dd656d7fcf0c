package io.teamflow.task;

import io.teamflow.codecs.bus.Bus;
import io.teamflow.codecs.bus.Caller;
import io.teamflow.codecs.bus.Done;
import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.bus.Resource;
import io.teamflow.codecs.bus.ResourcePage;
import io.teamflow.codecs.task.DeleteTask;
import io.teamflow.codecs.task.ListActivity;
import io.teamflow.codecs.task.ListTrash;
import io.teamflow.codecs.task.RestoreTask;
import io.teamflow.codecs.task.TaskMessages;
import io.teamflow.stream.StreamPublisher;
import io.vertx.core.Future;

/** Answers the addresses about what happened to tasks, and about the trash. */
final class HistoryHandlers {
  private final PgHistoryStore history;
  private final StreamPublisher stream;

  HistoryHandlers(PgHistoryStore history, StreamPublisher stream) {
    this.history = history;
    this.stream = stream;
  }

  Future<?> serve(Bus bus) {
    return Future.all(
        bus.serve(TaskMessages.LIST_ACTIVITY, this::listActivity),
        bus.serve(TaskMessages.DELETE, this::delete),
        bus.serve(TaskMessages.RESTORE, this::restore),
        bus.serve(TaskMessages.LIST_TRASH, this::listTrash));
  }

  private Future<Done> delete(Caller caller, DeleteTask command) {
    return history
        .deleteIfVersion(caller.user(), command)
        .map(written -> written.orElseThrow(() -> Failure.notFound("task")))
        .map(written -> written.publishTo(stream).done());
  }

  private Future<Resource> restore(Caller caller, RestoreTask command) {
    return history
        .restoreIfMember(caller.user(), command.taskId())
        .map(written -> written.orElseThrow(() -> Failure.notFound("task")))
        .map(written -> written.publishTo(stream).required());
  }

  private Future<ResourcePage> listActivity(Caller caller, ListActivity command) {
    return history
        .listActivityIfMember(caller.user(), command.taskId(), command.page())
        .map(page -> page.orElseThrow(() -> Failure.notFound("task")));
  }

  private Future<ResourcePage> listTrash(Caller caller, ListTrash command) {
    return history
        .listTrashIfMember(caller.user(), command.projectId(), command.page())
        .map(page -> page.orElseThrow(() -> Failure.notFound("project")));
  }
}
