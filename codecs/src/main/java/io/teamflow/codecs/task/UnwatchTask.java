package io.teamflow.codecs.task;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.WireName;
import java.util.UUID;

/** Makes the caller watch a task no longer. */
@WireName("watcher.remove")
public record UnwatchTask(UUID taskId) implements Command {}
