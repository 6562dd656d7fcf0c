package io.teamflow.gateway.http;

import io.teamflow.codecs.auth.Scope.Area;
import io.teamflow.codecs.auth.Scope.Level;
import io.teamflow.codecs.bus.Bus;
import io.teamflow.codecs.task.DeleteTask;
import io.teamflow.codecs.task.ListActivity;
import io.teamflow.codecs.task.ListTrash;
import io.teamflow.codecs.task.RestoreTask;
import io.teamflow.codecs.task.TaskMessages;
import io.vertx.core.http.HttpMethod;

/** What happened to tasks, and the trash. */
final class HistoryRoutes {
  private final Bus bus;

  HistoryRoutes(Bus bus) {
    this.bus = bus;
  }

  void mount(ApiRouter api) {
    api.route(
        Area.TASKS,
        Level.READ,
        HttpMethod.GET,
        "/tasks/:id/activity",
        (exchange, caller) ->
            exchange.page(
                bus.request(
                    TaskMessages.LIST_ACTIVITY,
                    caller,
                    new ListActivity(exchange.pathId("id"), exchange.page()))));
    api.route(
        Area.TASKS,
        Level.WRITE,
        HttpMethod.DELETE,
        "/tasks/:id",
        (exchange, caller) ->
            exchange.noContent(
                bus.request(
                    TaskMessages.DELETE,
                    caller,
                    new DeleteTask(exchange.pathId("id"), exchange.ifMatch()))));
    api.route(
        Area.TASKS,
        Level.WRITE,
        HttpMethod.POST,
        "/tasks/:id/restore",
        (exchange, caller) ->
            exchange.ok(
                bus.request(TaskMessages.RESTORE, caller, new RestoreTask(exchange.pathId("id")))));
    api.route(
        Area.TASKS,
        Level.READ,
        HttpMethod.GET,
        "/projects/:id/trash",
        (exchange, caller) ->
            exchange.page(
                bus.request(
                    TaskMessages.LIST_TRASH,
                    caller,
                    new ListTrash(exchange.pathId("id"), exchange.page()))));
  }
}
