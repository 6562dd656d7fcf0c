package io.teamflow.gateway.http;

import com.github.f4b6a3.uuid.UuidCreator;
import io.teamflow.codecs.auth.Scope.Area;
import io.teamflow.codecs.auth.Scope.Level;
import io.teamflow.codecs.bus.Bus;
import io.teamflow.codecs.task.CreateLabel;
import io.teamflow.codecs.task.DeleteLabel;
import io.teamflow.codecs.task.DeleteProject;
import io.teamflow.codecs.task.GetProject;
import io.teamflow.codecs.task.LabelMessages;
import io.teamflow.codecs.task.LabelPatch;
import io.teamflow.codecs.task.ListLabels;
import io.teamflow.codecs.task.ListProjects;
import io.teamflow.codecs.task.PatchLabel;
import io.teamflow.codecs.task.PatchProject;
import io.teamflow.codecs.task.ProjectMessages;
import io.teamflow.codecs.task.ProjectPatch;
import io.vertx.core.http.HttpMethod;

/** Projects and their labels. */
final class ProjectRoutes {
  private final Bus bus;

  private record LabelBody(String name, String color) {}

  ProjectRoutes(Bus bus) {
    this.bus = bus;
  }

  void mount(ApiRouter api) {
    api.route(
        Area.PROJECTS,
        Level.READ,
        HttpMethod.GET,
        "/projects",
        (exchange, caller) ->
            exchange.page(
                bus.request(
                    ProjectMessages.LIST, caller, new ListProjects(null, exchange.page()))));
    api.route(
        Area.PROJECTS,
        Level.READ,
        HttpMethod.GET,
        "/projects/:id",
        (exchange, caller) ->
            exchange.ok(
                bus.request(ProjectMessages.GET, caller, new GetProject(exchange.pathId("id")))));
    api.route(
        Area.PROJECTS,
        Level.WRITE,
        HttpMethod.PATCH,
        "/projects/:id",
        (exchange, caller) ->
            exchange.ok(
                bus.request(
                    ProjectMessages.PATCH,
                    caller,
                    new PatchProject(
                        exchange.pathId("id"),
                        exchange.ifMatch(),
                        exchange.body(ProjectPatch.class)))));
    api.route(
        Area.PROJECTS,
        Level.ADMIN,
        HttpMethod.DELETE,
        "/projects/:id",
        (exchange, caller) ->
            exchange.noContent(
                bus.request(
                    ProjectMessages.DELETE,
                    caller,
                    new DeleteProject(exchange.pathId("id"), exchange.ifMatch()))));
    api.route(
        Area.PROJECTS,
        Level.WRITE,
        HttpMethod.POST,
        "/projects/:id/labels",
        (exchange, caller) -> {
          LabelBody body = exchange.body(LabelBody.class);
          exchange.created(
              "/labels",
              bus.request(
                  LabelMessages.CREATE,
                  caller,
                  new CreateLabel(
                      UuidCreator.getTimeOrderedEpoch(),
                      exchange.pathId("id"),
                      body.name(),
                      body.color())));
        });
    api.route(
        Area.PROJECTS,
        Level.READ,
        HttpMethod.GET,
        "/projects/:id/labels",
        (exchange, caller) ->
            exchange.page(
                bus.request(
                    LabelMessages.LIST,
                    caller,
                    new ListLabels(exchange.pathId("id"), exchange.page()))));
    api.route(
        Area.PROJECTS,
        Level.WRITE,
        HttpMethod.PATCH,
        "/labels/:id",
        (exchange, caller) ->
            exchange.ok(
                bus.request(
                    LabelMessages.PATCH,
                    caller,
                    new PatchLabel(
                        exchange.pathId("id"),
                        exchange.ifMatch(),
                        exchange.body(LabelPatch.class)))));
    api.route(
        Area.PROJECTS,
        Level.WRITE,
        HttpMethod.DELETE,
        "/labels/:id",
        (exchange, caller) ->
            exchange.noContent(
                bus.request(
                    LabelMessages.DELETE,
                    caller,
                    new DeleteLabel(exchange.pathId("id"), exchange.ifMatch()))));
  }
}
