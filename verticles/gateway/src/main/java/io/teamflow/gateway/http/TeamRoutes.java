package io.teamflow.gateway.http;

import com.github.f4b6a3.uuid.UuidCreator;
import io.teamflow.codecs.auth.Scope.Area;
import io.teamflow.codecs.auth.Scope.Level;
import io.teamflow.codecs.bus.Bus;
import io.teamflow.codecs.task.CreateProject;
import io.teamflow.codecs.task.DeleteTeam;
import io.teamflow.codecs.task.GetTeam;
import io.teamflow.codecs.task.ListProjects;
import io.teamflow.codecs.task.PatchTeam;
import io.teamflow.codecs.task.ProjectMessages;
import io.teamflow.codecs.task.TeamMessages;
import io.vertx.core.http.HttpMethod;
import org.jspecify.annotations.Nullable;

/** Teams, and the projects in them. */
final class TeamRoutes {
  private final Bus bus;

  private record ProjectBody(String name, @Nullable String key) {}

  TeamRoutes(Bus bus) {
    this.bus = bus;
  }

  void mount(ApiRouter api) {
    api.route(
        Area.ORGANIZATIONS,
        Level.READ,
        HttpMethod.GET,
        "/teams/:id",
        (exchange, caller) ->
            exchange.ok(bus.request(TeamMessages.GET, caller, new GetTeam(exchange.pathId("id")))));
    api.route(
        Area.ORGANIZATIONS,
        Level.WRITE,
        HttpMethod.PATCH,
        "/teams/:id",
        (exchange, caller) ->
            exchange.ok(
                bus.request(
                    TeamMessages.PATCH,
                    caller,
                    new PatchTeam(
                        exchange.pathId("id"),
                        exchange.ifMatch(),
                        exchange.body(NameBody.class).name()))));
    api.route(
        Area.ORGANIZATIONS,
        Level.ADMIN,
        HttpMethod.DELETE,
        "/teams/:id",
        (exchange, caller) ->
            exchange.noContent(
                bus.request(
                    TeamMessages.DELETE,
                    caller,
                    new DeleteTeam(exchange.pathId("id"), exchange.ifMatch()))));
    api.route(
        Area.PROJECTS,
        Level.WRITE,
        HttpMethod.POST,
        "/teams/:id/projects",
        (exchange, caller) -> {
          ProjectBody body = exchange.body(ProjectBody.class);
          exchange.created(
              "/projects",
              bus.request(
                  ProjectMessages.CREATE,
                  caller,
                  new CreateProject(
                      UuidCreator.getTimeOrderedEpoch(),
                      exchange.pathId("id"),
                      body.name(),
                      body.key())));
        });
    api.route(
        Area.PROJECTS,
        Level.READ,
        HttpMethod.GET,
        "/teams/:id/projects",
        (exchange, caller) ->
            exchange.page(
                bus.request(
                    ProjectMessages.LIST,
                    caller,
                    new ListProjects(exchange.pathId("id"), exchange.page()))));
  }
}
