package io.teamflow.codecs.task;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.Validation;
import io.teamflow.codecs.bus.WireName;
import java.util.UUID;

/** Gives a member of a team another role. For its admins; a team keeps one. */
@WireName("team.patch-member")
public record PatchTeamMember(UUID teamId, UUID userId, TeamRole role) implements Command {
  public PatchTeamMember {
    Validation.check().required("/role", role).done();
  }
}
