package io.teamflow.codecs.task;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.PageRequest;
import io.teamflow.codecs.bus.WireName;
import java.util.UUID;

/** Reads who is in a team. */
@WireName("team.list-members")
public record ListTeamMembers(UUID teamId, PageRequest page) implements Command {}
