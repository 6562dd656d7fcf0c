package io.teamflow.gateway.http;

import io.teamflow.codecs.auth.Scope.Area;
import io.teamflow.codecs.auth.Scope.Level;
import io.teamflow.codecs.bus.Bus;
import io.teamflow.codecs.bus.Resource;
import io.teamflow.codecs.task.LeaveTeam;
import io.teamflow.codecs.task.ListOrganizationMembers;
import io.teamflow.codecs.task.ListTeamMembers;
import io.teamflow.codecs.task.OrganizationMessages;
import io.teamflow.codecs.task.OrganizationRole;
import io.teamflow.codecs.task.PatchOrganizationMember;
import io.teamflow.codecs.task.PatchTeamMember;
import io.teamflow.codecs.task.RemoveOrganizationMember;
import io.teamflow.codecs.task.RemoveTeamMember;
import io.teamflow.codecs.task.TeamMessages;
import io.teamflow.codecs.task.TeamRole;
import io.vertx.core.http.HttpMethod;

/** Who is in organizations and teams. A member has no version: a role is set, not edited. */
final class MemberRoutes {
  private final Bus bus;

  private record OrganizationRoleBody(OrganizationRole role) {}

  private record TeamRoleBody(TeamRole role) {}

  MemberRoutes(Bus bus) {
    this.bus = bus;
  }

  void mount(ApiRouter api) {
    mountOrganization(api);
    mountTeam(api);
  }

  private void mountOrganization(ApiRouter api) {
    api.route(
        Area.ORGANIZATIONS,
        Level.READ,
        HttpMethod.GET,
        "/organizations/:id/members",
        (exchange, caller) ->
            exchange.page(
                bus.request(
                    OrganizationMessages.LIST_MEMBERS,
                    caller,
                    new ListOrganizationMembers(exchange.pathId("id"), exchange.page()))));
    api.route(
        Area.ORGANIZATIONS,
        Level.ADMIN,
        HttpMethod.PATCH,
        "/organizations/:id/members/:userId",
        (exchange, caller) ->
            exchange.text(
                bus.request(
                        OrganizationMessages.PATCH_MEMBER,
                        caller,
                        new PatchOrganizationMember(
                            exchange.pathId("id"),
                            exchange.pathId("userId"),
                            exchange.body(OrganizationRoleBody.class).role()))
                    .map(Resource::json)));
    api.route(
        Area.ORGANIZATIONS,
        Level.ADMIN,
        HttpMethod.DELETE,
        "/organizations/:id/members/:userId",
        (exchange, caller) ->
            exchange.noContent(
                bus.request(
                    OrganizationMessages.REMOVE_MEMBER,
                    caller,
                    new RemoveOrganizationMember(
                        exchange.pathId("id"), exchange.pathId("userId")))));
  }

  private void mountTeam(ApiRouter api) {
    api.route(
        Area.ORGANIZATIONS,
        Level.READ,
        HttpMethod.GET,
        "/teams/:id/members",
        (exchange, caller) ->
            exchange.page(
                bus.request(
                    TeamMessages.LIST_MEMBERS,
                    caller,
                    new ListTeamMembers(exchange.pathId("id"), exchange.page()))));
    api.route(
        Area.ORGANIZATIONS,
        Level.WRITE,
        HttpMethod.POST,
        "/teams/:id/leave",
        (exchange, caller) ->
            exchange.noContent(
                bus.request(TeamMessages.LEAVE, caller, new LeaveTeam(exchange.pathId("id")))));
    api.route(
        Area.ORGANIZATIONS,
        Level.ADMIN,
        HttpMethod.PATCH,
        "/teams/:id/members/:userId",
        (exchange, caller) ->
            exchange.text(
                bus.request(
                        TeamMessages.PATCH_MEMBER,
                        caller,
                        new PatchTeamMember(
                            exchange.pathId("id"),
                            exchange.pathId("userId"),
                            exchange.body(TeamRoleBody.class).role()))
                    .map(Resource::json)));
    api.route(
        Area.ORGANIZATIONS,
        Level.ADMIN,
        HttpMethod.DELETE,
        "/teams/:id/members/:userId",
        (exchange, caller) ->
            exchange.noContent(
                bus.request(
                    TeamMessages.REMOVE_MEMBER,
                    caller,
                    new RemoveTeamMember(exchange.pathId("id"), exchange.pathId("userId")))));
  }
}
