package io.teamflow.codecs.task;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.WireName;
import java.util.UUID;

/**
 * Changes the members of a project that are present.
 *
 * @param version the version the caller saw; another one is refused
 */
@WireName("project.patch")
public record PatchProject(UUID projectId, long version, ProjectPatch patch) implements Command {}
