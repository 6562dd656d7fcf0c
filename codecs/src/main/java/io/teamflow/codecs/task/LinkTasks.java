package io.teamflow.codecs.task;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.WireName;
import java.util.UUID;

/**
 * Says that a task waits for another one of its project. Nothing may wait for itself, directly or
 * through others. Repeating it changes nothing.
 *
 * @param taskId what waits; of at most 100 others
 * @param blockedBy what it waits for; at most 100 others wait for it
 */
@WireName("relation.link")
public record LinkTasks(UUID taskId, UUID blockedBy) implements Command {}
