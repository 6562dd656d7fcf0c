package io.teamflow.codecs.task;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.PageRequest;
import io.teamflow.codecs.bus.WireName;
import java.util.UUID;

/** Reads the subtasks of a task, in the order of their numbers. */
@WireName("relation.list-subtasks")
public record ListSubtasks(UUID taskId, PageRequest page) implements Command {}
