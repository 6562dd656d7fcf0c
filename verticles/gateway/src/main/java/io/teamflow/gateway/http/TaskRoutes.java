package io.teamflow.gateway.http;

import com.github.f4b6a3.uuid.UuidCreator;
import io.teamflow.codecs.auth.Scope.Area;
import io.teamflow.codecs.auth.Scope.Level;
import io.teamflow.codecs.bus.Bus;
import io.teamflow.codecs.task.CreateTask;
import io.teamflow.codecs.task.GetTask;
import io.teamflow.codecs.task.ListTasks;
import io.teamflow.codecs.task.MoveTask;
import io.teamflow.codecs.task.PatchTask;
import io.teamflow.codecs.task.PatchTasks;
import io.teamflow.codecs.task.TaskChanges;
import io.teamflow.codecs.task.TaskFields;
import io.teamflow.codecs.task.TaskMessages;
import io.teamflow.codecs.task.TaskPatch;
import io.teamflow.codecs.task.TaskPlace;
import io.vertx.core.http.HttpMethod;

/** Tasks. */
final class TaskRoutes {
  private final Bus bus;

  TaskRoutes(Bus bus) {
    this.bus = bus;
  }

  void mount(ApiRouter api) {
    api.route(
        Area.TASKS,
        Level.WRITE,
        HttpMethod.POST,
        "/projects/:id/tasks",
        (exchange, caller) -> {
          TaskFields fields = exchange.body(TaskFields.class);
          if (fields.message() != null) {
            exchange.require(Area.CHAT, Level.READ);
          }
          exchange.created(
              "/tasks",
              bus.request(
                  TaskMessages.CREATE,
                  caller,
                  new CreateTask(
                      UuidCreator.getTimeOrderedEpoch(), exchange.pathId("id"), fields)));
        });
    api.route(
        Area.TASKS,
        Level.READ,
        HttpMethod.GET,
        "/projects/:id/tasks",
        (exchange, caller) -> {
          TaskQuery query = new TaskQuery(exchange.queries(), caller.user());
          exchange.page(
              bus.request(
                  TaskMessages.LIST,
                  caller,
                  new ListTasks(
                      exchange.pathId("id"),
                      exchange.page(),
                      exchange.ifNoneMatch(),
                      query.filter(),
                      query.order())));
        });
    api.route(
        Area.TASKS,
        Level.READ,
        HttpMethod.GET,
        "/tasks/:id",
        (exchange, caller) ->
            exchange.ok(bus.request(TaskMessages.GET, caller, new GetTask(exchange.pathId("id")))));
    api.route(
        Area.TASKS,
        Level.WRITE,
        HttpMethod.PATCH,
        "/tasks/:id",
        (exchange, caller) ->
            exchange.ok(
                bus.request(
                    TaskMessages.PATCH,
                    caller,
                    new PatchTask(
                        exchange.pathId("id"),
                        exchange.ifMatch(),
                        exchange.body(TaskPatch.class)))));
    api.route(
        Area.TASKS,
        Level.WRITE,
        HttpMethod.POST,
        "/tasks/:id/move",
        (exchange, caller) ->
            exchange.ok(
                bus.request(
                    TaskMessages.MOVE,
                    caller,
                    new MoveTask(
                        exchange.pathId("id"),
                        exchange.ifMatch(),
                        exchange.body(TaskPlace.class)))));
    api.route(
        Area.TASKS,
        Level.WRITE,
        HttpMethod.PATCH,
        "/projects/:id/tasks",
        (exchange, caller) ->
            exchange.page(
                bus.request(
                    TaskMessages.PATCH_ALL,
                    caller,
                    new PatchTasks(exchange.pathId("id"), exchange.body(TaskChanges.class)))));
  }
}
