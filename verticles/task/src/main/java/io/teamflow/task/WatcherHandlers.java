package io.teamflow.task;

import io.teamflow.codecs.bus.Bus;
import io.teamflow.codecs.bus.Caller;
import io.teamflow.codecs.bus.Done;
import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.bus.ResourcePage;
import io.teamflow.codecs.task.ListWatchers;
import io.teamflow.codecs.task.UnwatchTask;
import io.teamflow.codecs.task.WatchTask;
import io.teamflow.codecs.task.WatcherMessages;
import io.vertx.core.Future;

/** Answers the addresses about watching tasks. */
final class WatcherHandlers {
  private final PgWatcherStore watchers;

  WatcherHandlers(PgWatcherStore watchers) {
    this.watchers = watchers;
  }

  Future<?> serve(Bus bus) {
    return Future.all(
        bus.serve(WatcherMessages.LIST, this::list),
        bus.serve(WatcherMessages.ADD, this::add),
        bus.serve(WatcherMessages.REMOVE, this::remove));
  }

  private Future<ResourcePage> list(Caller caller, ListWatchers command) {
    return watchers
        .listIfMember(caller.user(), command.taskId(), command.page())
        .map(page -> page.orElseThrow(() -> Failure.notFound("task")));
  }

  private Future<Done> add(Caller caller, WatchTask command) {
    return watchers.insertIfMember(caller.user(), command.taskId()).map(WatcherHandlers::done);
  }

  private Future<Done> remove(Caller caller, UnwatchTask command) {
    return watchers.deleteIfMember(caller.user(), command.taskId()).map(WatcherHandlers::done);
  }

  private static Done done(boolean found) {
    if (!found) {
      throw Failure.notFound("task");
    }
    return new Done();
  }
}
