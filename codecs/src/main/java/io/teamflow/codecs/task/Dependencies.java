package io.teamflow.codecs.task;

import io.teamflow.codecs.bus.Reply;
import io.teamflow.codecs.bus.WireName;
import io.teamflow.codecs.stream.Position;

/**
 * What a task waits for, and what waits for it: at most 100 each, in the order of their numbers.
 *
 * @param blocks JSON array of the tasks that wait for this one, each {@code {id, key, title,
 *     status}}
 * @param blockedBy JSON array of the tasks that this one waits for
 * @param position where the project's stream stood when they were read
 */
@WireName("relation.dependencies")
public record Dependencies(String blocks, String blockedBy, Position position) implements Reply {}
