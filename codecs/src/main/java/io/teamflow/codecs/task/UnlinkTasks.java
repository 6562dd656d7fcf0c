package io.teamflow.codecs.task;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.WireName;
import java.util.UUID;

/** Says that a task waits for another one no longer. Repeating it changes nothing. */
@WireName("relation.unlink")
public record UnlinkTasks(UUID taskId, UUID blockedBy) implements Command {}
