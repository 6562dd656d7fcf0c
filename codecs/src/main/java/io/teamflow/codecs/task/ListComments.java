package io.teamflow.codecs.task;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.PageRequest;
import io.teamflow.codecs.bus.WireName;
import java.util.UUID;

/** Reads the comments on a task, oldest first, with those that were deleted. */
@WireName("comment.list")
public record ListComments(UUID taskId, PageRequest page) implements Command {}
