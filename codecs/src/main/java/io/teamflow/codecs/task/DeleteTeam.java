package io.teamflow.codecs.task;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.WireName;
import java.util.UUID;

/**
 * Deletes a team that has no projects any more. For its admins.
 *
 * @param version the version the caller saw; another one is refused
 */
@WireName("team.delete")
public record DeleteTeam(UUID teamId, long version) implements Command {}
