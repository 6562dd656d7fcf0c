package io.teamflow.codecs.task;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.WireName;
import java.util.UUID;

/**
 * Takes a task out of the trash, back to its place on the board. It stands below its parent no
 * longer when that cannot be one any more. A task that is not in the trash stays as it is.
 */
@WireName("task.restore")
public record RestoreTask(UUID taskId) implements Command {}
