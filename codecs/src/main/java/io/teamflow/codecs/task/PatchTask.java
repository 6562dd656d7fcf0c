package io.teamflow.codecs.task;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.WireName;
import java.util.UUID;

/**
 * Changes the members of a task that are present.
 *
 * @param version the version the caller saw; another one is refused
 */
@WireName("task.patch")
public record PatchTask(UUID taskId, long version, TaskPatch patch) implements Command {}
