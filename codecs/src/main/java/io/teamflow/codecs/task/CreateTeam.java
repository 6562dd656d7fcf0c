package io.teamflow.codecs.task;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.Validation;
import io.teamflow.codecs.bus.WireName;
import java.util.UUID;

/**
 * Creates a team in an organization; the caller becomes its admin.
 *
 * @param id chosen by the gateway, so that a repeated command creates one team
 */
@WireName("team.create")
public record CreateTeam(UUID id, UUID organizationId, String name) implements Command {
  public CreateTeam {
    Validation.check().text("/name", name, 1, 100).done();
  }
}
