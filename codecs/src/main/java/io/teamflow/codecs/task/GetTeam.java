package io.teamflow.codecs.task;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.WireName;
import java.util.UUID;

/** Reads one team the caller may see. */
@WireName("team.get")
public record GetTeam(UUID teamId) implements Command {}
