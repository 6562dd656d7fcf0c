package io.teamflow.codecs.task;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.PageRequest;
import io.teamflow.codecs.bus.WireName;
import java.util.UUID;

/** Reads who watches a task. */
@WireName("watcher.list")
public record ListWatchers(UUID taskId, PageRequest page) implements Command {}
