package io.teamflow.gateway.http;

import com.github.f4b6a3.uuid.UuidCreator;
import io.teamflow.codecs.auth.Scope.Area;
import io.teamflow.codecs.auth.Scope.Level;
import io.teamflow.codecs.bus.Bus;
import io.teamflow.codecs.task.AcceptInvitation;
import io.teamflow.codecs.task.CreateInvitation;
import io.teamflow.codecs.task.InvitationMessages;
import io.teamflow.codecs.task.ListInvitations;
import io.teamflow.codecs.task.RevokeInvitation;
import io.teamflow.codecs.task.TeamRole;
import io.vertx.core.http.HttpMethod;

/** Invitations. To accept one proves an address of the account, so no program may. */
final class InvitationRoutes {
  private final Bus bus;

  private record InvitationBody(String email, TeamRole role) {}

  InvitationRoutes(Bus bus) {
    this.bus = bus;
  }

  void mount(ApiRouter api) {
    api.route(
        Area.ORGANIZATIONS,
        Level.ADMIN,
        HttpMethod.POST,
        "/teams/:id/invitations",
        (exchange, caller) -> {
          InvitationBody body = exchange.body(InvitationBody.class);
          exchange.created(
              "/invitations",
              bus.request(
                  InvitationMessages.CREATE,
                  caller,
                  new CreateInvitation(
                      UuidCreator.getTimeOrderedEpoch(),
                      exchange.pathId("id"),
                      body.email(),
                      body.role())));
        });
    api.route(
        Area.ORGANIZATIONS,
        Level.ADMIN,
        HttpMethod.GET,
        "/teams/:id/invitations",
        (exchange, caller) ->
            exchange.page(
                bus.request(
                    InvitationMessages.LIST,
                    caller,
                    new ListInvitations(exchange.pathId("id"), exchange.page()))));
    api.account(
        HttpMethod.POST,
        "/invitations/accept",
        (exchange, caller) ->
            exchange.ok(
                bus.request(
                    InvitationMessages.ACCEPT, caller, exchange.body(AcceptInvitation.class))));
    api.route(
        Area.ORGANIZATIONS,
        Level.ADMIN,
        HttpMethod.DELETE,
        "/invitations/:id",
        (exchange, caller) ->
            exchange.noContent(
                bus.request(
                    InvitationMessages.REVOKE,
                    caller,
                    new RevokeInvitation(exchange.pathId("id")))));
  }
}
