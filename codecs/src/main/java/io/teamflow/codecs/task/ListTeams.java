package io.teamflow.codecs.task;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.PageRequest;
import io.teamflow.codecs.bus.WireName;
import java.util.UUID;

/** Reads the teams of an organization that the caller may see. */
@WireName("team.list")
public record ListTeams(UUID organizationId, PageRequest page) implements Command {}
