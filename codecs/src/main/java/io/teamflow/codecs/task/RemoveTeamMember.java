package io.teamflow.codecs.task;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.WireName;
import java.util.UUID;

/** Takes somebody out of a team: oneself, or anybody by its admins. A team keeps an admin. */
@WireName("team.remove-member")
public record RemoveTeamMember(UUID teamId, UUID userId) implements Command {}
