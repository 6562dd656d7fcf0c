package io.teamflow.task;

import io.teamflow.codecs.bus.Bus;
import io.teamflow.codecs.bus.Caller;
import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.bus.Resource;
import io.teamflow.codecs.bus.ResourcePage;
import io.teamflow.codecs.task.CreateTask;
import io.teamflow.codecs.task.GetTask;
import io.teamflow.codecs.task.ListTasks;
import io.teamflow.codecs.task.MoveTask;
import io.teamflow.codecs.task.PatchTask;
import io.teamflow.codecs.task.PatchTasks;
import io.teamflow.codecs.task.TaskMessages;
import io.teamflow.stream.StreamPublisher;
import io.vertx.core.Future;

/** Answers the addresses about tasks. */
final class TaskHandlers {
  private final PgTaskStore tasks;
  private final PgBoardStore board;
  private final PgTaskListStore lists;
  private final StreamPublisher stream;

  TaskHandlers(
      PgTaskStore tasks, PgBoardStore board, PgTaskListStore lists, StreamPublisher stream) {
    this.tasks = tasks;
    this.board = board;
    this.lists = lists;
    this.stream = stream;
  }

  Future<?> serve(Bus bus) {
    return Future.all(
        bus.serve(TaskMessages.CREATE, this::create),
        bus.serve(TaskMessages.LIST, this::list),
        bus.serve(TaskMessages.GET, this::get),
        bus.serve(TaskMessages.PATCH, this::patch),
        bus.serve(TaskMessages.MOVE, this::move),
        bus.serve(TaskMessages.PATCH_ALL, this::patchAll));
  }

  private Future<Resource> create(Caller caller, CreateTask command) {
    return tasks
        .insertIfMember(caller, command)
        .map(written -> written.orElseThrow(() -> Failure.notFound("project")))
        .map(written -> written.publishTo(stream).required());
  }

  private Future<ResourcePage> list(Caller caller, ListTasks command) {
    return lists
        .listIfMember(caller.user(), command)
        .map(page -> page.orElseThrow(() -> Failure.notFound("project")));
  }

  private Future<Resource> get(Caller caller, GetTask command) {
    return tasks
        .findIfMember(caller.user(), command.taskId())
        .map(found -> found.orElseThrow(() -> Failure.notFound("task")));
  }

  private Future<Resource> patch(Caller caller, PatchTask command) {
    return tasks
        .updateIfVersion(caller.user(), command)
        .map(written -> written.orElseThrow(() -> Failure.notFound("task")))
        .map(written -> written.publishTo(stream).required());
  }

  private Future<Resource> move(Caller caller, MoveTask command) {
    return board
        .moveIfVersion(caller.user(), command)
        .map(written -> written.orElseThrow(() -> Failure.notFound("task")))
        .map(written -> written.publishTo(stream).required());
  }

  private Future<ResourcePage> patchAll(Caller caller, PatchTasks command) {
    return tasks
        .updateAllIfVersions(caller.user(), command)
        .map(results -> TaskOutcomes.of(results).publishTo(stream));
  }
}
