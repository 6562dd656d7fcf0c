package io.teamflow.codecs.task;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.WireName;
import java.util.UUID;

/** Reads what a task waits for, and what waits for it. */
@WireName("relation.list-dependencies")
public record ListDependencies(UUID taskId) implements Command {}
