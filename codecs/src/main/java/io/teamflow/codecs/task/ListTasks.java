package io.teamflow.codecs.task;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.PageRequest;
import io.teamflow.codecs.bus.WireName;
import java.util.UUID;

/** Reads the tasks of a project in the order of the board. */
@WireName("task.list")
public record ListTasks(UUID projectId, PageRequest page) implements Command {}
