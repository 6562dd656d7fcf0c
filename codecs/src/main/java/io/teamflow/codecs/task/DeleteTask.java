package io.teamflow.codecs.task;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.WireName;
import java.util.UUID;

/**
 * Puts a task without subtasks into the trash, for 30 days. Of a task that is there nothing is left
 * to do, so that a repetition succeeds. Guests may not.
 *
 * @param version the version the caller saw; another one is refused
 */
@WireName("task.delete")
public record DeleteTask(UUID taskId, long version) implements Command {}
