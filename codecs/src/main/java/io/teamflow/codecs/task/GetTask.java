package io.teamflow.codecs.task;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.WireName;
import java.util.UUID;

/** Reads one task. */
@WireName("task.get")
public record GetTask(UUID taskId) implements Command {}
