package io.teamflow.codecs.task;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.WireName;
import java.util.UUID;

/** Makes the caller watch a task. */
@WireName("watcher.add")
public record WatchTask(UUID taskId) implements Command {}
