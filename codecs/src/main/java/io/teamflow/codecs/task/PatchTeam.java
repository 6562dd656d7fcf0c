package io.teamflow.codecs.task;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.Validation;
import io.teamflow.codecs.bus.WireName;
import java.util.UUID;

/**
 * Renames a team. For its admins.
 *
 * @param version the version the caller saw; another one is refused
 */
@WireName("team.patch")
public record PatchTeam(UUID teamId, long version, String name) implements Command {
  public PatchTeam {
    Validation.check().text("/name", name, 1, 100).done();
  }
}
