package io.teamflow.codecs.task;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.PageRequest;
import io.teamflow.codecs.bus.WireName;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads the projects the caller may see, in every team or in one. */
@WireName("project.list")
public record ListProjects(@Nullable UUID teamId, PageRequest page) implements Command {}
