package io.teamflow.codecs.task;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.WireName;
import java.util.UUID;

/**
 * Deletes a project with everything in it. For the team's admins.
 *
 * @param version the version the caller saw; another one is refused
 */
@WireName("project.delete")
public record DeleteProject(UUID projectId, long version) implements Command {}
