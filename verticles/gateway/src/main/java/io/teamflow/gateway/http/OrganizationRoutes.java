package io.teamflow.gateway.http;

import com.github.f4b6a3.uuid.UuidCreator;
import io.teamflow.codecs.auth.Scope.Area;
import io.teamflow.codecs.auth.Scope.Level;
import io.teamflow.codecs.bus.Bus;
import io.teamflow.codecs.task.CreateOrganization;
import io.teamflow.codecs.task.CreateTeam;
import io.teamflow.codecs.task.DeleteOrganization;
import io.teamflow.codecs.task.GetOrganization;
import io.teamflow.codecs.task.ListOrganizations;
import io.teamflow.codecs.task.ListTeams;
import io.teamflow.codecs.task.OrganizationMessages;
import io.teamflow.codecs.task.PatchOrganization;
import io.teamflow.codecs.task.TeamMessages;
import io.vertx.core.http.HttpMethod;

/** Organizations, and the teams in them. */
final class OrganizationRoutes {
  private final Bus bus;

  OrganizationRoutes(Bus bus) {
    this.bus = bus;
  }

  void mount(ApiRouter api) {
    api.route(
        Area.ORGANIZATIONS,
        Level.WRITE,
        HttpMethod.POST,
        "/organizations",
        (exchange, caller) ->
            exchange.created(
                "/organizations",
                bus.request(
                    OrganizationMessages.CREATE,
                    caller,
                    new CreateOrganization(
                        UuidCreator.getTimeOrderedEpoch(), exchange.body(NameBody.class).name()))));
    api.route(
        Area.ORGANIZATIONS,
        Level.READ,
        HttpMethod.GET,
        "/organizations",
        (exchange, caller) ->
            exchange.page(
                bus.request(
                    OrganizationMessages.LIST, caller, new ListOrganizations(exchange.page()))));
    api.route(
        Area.ORGANIZATIONS,
        Level.READ,
        HttpMethod.GET,
        "/organizations/:id",
        (exchange, caller) ->
            exchange.ok(
                bus.request(
                    OrganizationMessages.GET, caller, new GetOrganization(exchange.pathId("id")))));
    api.route(
        Area.ORGANIZATIONS,
        Level.WRITE,
        HttpMethod.PATCH,
        "/organizations/:id",
        (exchange, caller) ->
            exchange.ok(
                bus.request(
                    OrganizationMessages.PATCH,
                    caller,
                    new PatchOrganization(
                        exchange.pathId("id"),
                        exchange.ifMatch(),
                        exchange.body(NameBody.class).name()))));
    api.route(
        Area.ORGANIZATIONS,
        Level.ADMIN,
        HttpMethod.DELETE,
        "/organizations/:id",
        (exchange, caller) ->
            exchange.noContent(
                bus.request(
                    OrganizationMessages.DELETE,
                    caller,
                    new DeleteOrganization(exchange.pathId("id"), exchange.ifMatch()))));
    api.route(
        Area.ORGANIZATIONS,
        Level.WRITE,
        HttpMethod.POST,
        "/organizations/:id/teams",
        (exchange, caller) ->
            exchange.created(
                "/teams",
                bus.request(
                    TeamMessages.CREATE,
                    caller,
                    new CreateTeam(
                        UuidCreator.getTimeOrderedEpoch(),
                        exchange.pathId("id"),
                        exchange.body(NameBody.class).name()))));
    api.route(
        Area.ORGANIZATIONS,
        Level.READ,
        HttpMethod.GET,
        "/organizations/:id/teams",
        (exchange, caller) ->
            exchange.page(
                bus.request(
                    TeamMessages.LIST,
                    caller,
                    new ListTeams(exchange.pathId("id"), exchange.page()))));
  }
}
