package io.teamflow.codecs.task;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.Validation;
import io.teamflow.codecs.bus.WireName;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Invites an e-mail address into a team, whether there is an account with it or not. Replaces the
 * open invitation of the same address.
 *
 * @param id chosen by the gateway, so that a repeated command invites once
 * @param email up to 254 characters
 */
@WireName("invitation.create")
public record CreateInvitation(UUID id, UUID teamId, String email, TeamRole role)
    implements Command {
  private static final Pattern EMAIL = Pattern.compile("[^\\s@]+@[^\\s@]+");

  public CreateInvitation {
    Validation.check()
        .text("/email", email, 3, 254)
        .matches("/email", email, EMAIL, "must be an e-mail address")
        .required("/role", role)
        .done();
  }
}
