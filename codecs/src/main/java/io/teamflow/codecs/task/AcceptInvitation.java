package io.teamflow.codecs.task;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.Validation;
import io.teamflow.codecs.bus.WireName;

/**
 * Makes the caller a member of the team they were invited to. Only an account with the invited
 * e-mail address may; the token, which came by mail, proves the address.
 *
 * @param token single use
 */
@WireName("invitation.accept")
public record AcceptInvitation(String token) implements Command {
  public AcceptInvitation {
    Validation.check().text("/token", token, 1, 200).done();
  }

  /** Without the token. */
  @Override
  public String toString() {
    return "AcceptInvitation[]";
  }
}
