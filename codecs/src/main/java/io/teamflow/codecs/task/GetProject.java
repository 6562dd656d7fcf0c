package io.teamflow.codecs.task;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.WireName;
import java.util.UUID;

/** Reads one project the caller may see. */
@WireName("project.get")
public record GetProject(UUID projectId) implements Command {}
