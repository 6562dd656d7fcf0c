package io.teamflow.codecs.auth;

import io.teamflow.codecs.bus.Reply;
import io.teamflow.codecs.bus.WireName;
import java.time.Instant;

/**
 * A new ticket.
 *
 * @param ticket what the client sends, once
 * @param expiresAt 30 s after it was made
 */
@WireName("auth.created-ticket")
public record CreatedTicket(String ticket, Instant expiresAt) implements Reply {

  /** Without the ticket. */
  @Override
  public String toString() {
    return "CreatedTicket[]";
  }
}
