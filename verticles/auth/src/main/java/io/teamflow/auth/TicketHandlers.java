package io.teamflow.auth;

import io.teamflow.codecs.auth.AuthMessages;
import io.teamflow.codecs.auth.CreateTicket;
import io.teamflow.codecs.auth.CreatedTicket;
import io.teamflow.codecs.auth.RedeemTicket;
import io.teamflow.codecs.auth.TicketHolder;
import io.teamflow.codecs.bus.Bus;
import io.teamflow.codecs.bus.Caller;
import io.teamflow.codecs.bus.Failure;
import io.vertx.core.Future;

/** Answers the addresses about tickets for sockets. */
final class TicketHandlers {
  /** So that a leaked one is told from what lets somebody in for longer. */
  private static final String PREFIX = "tft_";

  private final PgTicketStore tickets;

  TicketHandlers(PgTicketStore tickets) {
    this.tickets = tickets;
  }

  Future<?> serve(Bus bus) {
    return Future.all(
        bus.serve(AuthMessages.CREATE_TICKET, this::create),
        bus.serve(AuthMessages.REDEEM_TICKET, this::redeem));
  }

  private Future<CreatedTicket> create(Caller caller, CreateTicket command) {
    String text = PREFIX + OpaqueToken.generate().text();
    return tickets
        .insert(
            caller.user(), caller.sessionId(), OpaqueToken.hashOf(text), command.tokenExpiresAt())
        .map(expiresAt -> new CreatedTicket(text, expiresAt));
  }

  private Future<TicketHolder> redeem(Caller caller, RedeemTicket command) {
    return tickets
        .deleteIfValid(OpaqueToken.hashOfEncoded(command.hash()))
        .map(
            holder ->
                holder.orElseThrow(
                    () -> Failure.unauthenticated("The ticket is wrong, used or expired.")));
  }
}
