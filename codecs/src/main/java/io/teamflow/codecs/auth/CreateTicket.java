package io.teamflow.codecs.auth;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.Validation;
import io.teamflow.codecs.bus.WireName;
import java.time.Instant;

/**
 * Asks for a ticket that opens one socket of the caller's session.
 *
 * @param tokenExpiresAt when the caller's access token expires, and with it the socket
 */
@WireName("auth.create-ticket")
public record CreateTicket(Instant tokenExpiresAt) implements Command {
  public CreateTicket {
    Validation.check().required("/tokenExpiresAt", tokenExpiresAt).done();
  }
}
