package io.teamflow.gateway.http;

import io.teamflow.codecs.auth.Scope.Area;
import io.teamflow.codecs.auth.Scope.Level;
import io.teamflow.codecs.bus.Bus;
import io.teamflow.codecs.task.LinkTasks;
import io.teamflow.codecs.task.ListDependencies;
import io.teamflow.codecs.task.ListSubtasks;
import io.teamflow.codecs.task.ListWatchers;
import io.teamflow.codecs.task.RelationMessages;
import io.teamflow.codecs.task.UnlinkTasks;
import io.teamflow.codecs.task.UnwatchTask;
import io.teamflow.codecs.task.WatchTask;
import io.teamflow.codecs.task.WatcherMessages;
import io.vertx.core.http.HttpMethod;

/** Who watches tasks, and how tasks stand to one another. */
final class RelationRoutes {
  private final Bus bus;

  RelationRoutes(Bus bus) {
    this.bus = bus;
  }

  void mount(ApiRouter api) {
    mountWatchers(api);
    api.route(
        Area.TASKS,
        Level.READ,
        HttpMethod.GET,
        "/tasks/:id/subtasks",
        (exchange, caller) ->
            exchange.page(
                bus.request(
                    RelationMessages.LIST_SUBTASKS,
                    caller,
                    new ListSubtasks(exchange.pathId("id"), exchange.page()))));
    api.route(
        Area.TASKS,
        Level.READ,
        HttpMethod.GET,
        "/tasks/:id/dependencies",
        (exchange, caller) ->
            exchange.text(
                bus.request(
                        RelationMessages.LIST_DEPENDENCIES,
                        caller,
                        new ListDependencies(exchange.pathId("id")))
                    .map(
                        found -> {
                          exchange
                              .response()
                              .putHeader("X-Stream-Position", found.position().toString());
                          return "{\"blocks\":%s,\"blockedBy\":%s}"
                              .formatted(found.blocks(), found.blockedBy());
                        })));
    api.route(
        Area.TASKS,
        Level.WRITE,
        HttpMethod.PUT,
        "/tasks/:id/blocked-by/:other",
        (exchange, caller) ->
            exchange.noContent(
                bus.request(
                    RelationMessages.LINK,
                    caller,
                    new LinkTasks(exchange.pathId("id"), exchange.pathId("other")))));
    api.route(
        Area.TASKS,
        Level.WRITE,
        HttpMethod.DELETE,
        "/tasks/:id/blocked-by/:other",
        (exchange, caller) ->
            exchange.noContent(
                bus.request(
                    RelationMessages.UNLINK,
                    caller,
                    new UnlinkTasks(exchange.pathId("id"), exchange.pathId("other")))));
  }

  private void mountWatchers(ApiRouter api) {
    api.route(
        Area.TASKS,
        Level.READ,
        HttpMethod.GET,
        "/tasks/:id/watchers",
        (exchange, caller) ->
            exchange.page(
                bus.request(
                    WatcherMessages.LIST,
                    caller,
                    new ListWatchers(exchange.pathId("id"), exchange.page()))));
    api.route(
        Area.TASKS,
        Level.WRITE,
        HttpMethod.PUT,
        "/tasks/:id/watchers/me",
        (exchange, caller) ->
            exchange.noContent(
                bus.request(WatcherMessages.ADD, caller, new WatchTask(exchange.pathId("id")))));
    api.route(
        Area.TASKS,
        Level.WRITE,
        HttpMethod.DELETE,
        "/tasks/:id/watchers/me",
        (exchange, caller) ->
            exchange.noContent(
                bus.request(
                    WatcherMessages.REMOVE, caller, new UnwatchTask(exchange.pathId("id")))));
  }
}
