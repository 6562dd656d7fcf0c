package io.teamflow.codecs.task;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.PageRequest;
import io.teamflow.codecs.bus.WireName;
import java.util.UUID;

/** Reads the labels of a project by name. */
@WireName("label.list")
public record ListLabels(UUID projectId, PageRequest page) implements Command {}
