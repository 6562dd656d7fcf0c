package io.teamflow.codecs.task;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.WireName;
import java.util.UUID;

/**
 * Creates a task at the end of its column.
 *
 * @param id chosen by the gateway, so that a repeated command creates one task
 * @param fields what the task says
 */
@WireName("task.create")
public record CreateTask(UUID id, UUID projectId, TaskFields fields) implements Command {}
