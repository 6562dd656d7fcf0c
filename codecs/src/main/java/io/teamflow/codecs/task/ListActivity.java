package io.teamflow.codecs.task;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.PageRequest;
import io.teamflow.codecs.bus.WireName;
import java.util.UUID;

/** Reads who changed what of a task, newest first. */
@WireName("task.list-activity")
public record ListActivity(UUID taskId, PageRequest page) implements Command {}
