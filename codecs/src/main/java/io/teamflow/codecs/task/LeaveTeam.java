package io.teamflow.codecs.task;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.WireName;
import java.util.UUID;

/** Takes the caller out of a team. The last admin cannot leave. */
@WireName("team.leave")
public record LeaveTeam(UUID teamId) implements Command {}
