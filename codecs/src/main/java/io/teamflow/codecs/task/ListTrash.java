package io.teamflow.codecs.task;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.PageRequest;
import io.teamflow.codecs.bus.WireName;
import java.util.UUID;

/** Reads the tasks of a project that can be restored, those deleted last first. */
@WireName("task.list-trash")
public record ListTrash(UUID projectId, PageRequest page) implements Command {}
