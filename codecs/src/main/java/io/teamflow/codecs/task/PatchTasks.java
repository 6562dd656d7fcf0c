package io.teamflow.codecs.task;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.WireName;
import java.util.UUID;

/** Changes several tasks of a project: all of them, or none when one cannot be changed. */
@WireName("task.patch-all")
public record PatchTasks(UUID projectId, TaskChanges wanted) implements Command {}
