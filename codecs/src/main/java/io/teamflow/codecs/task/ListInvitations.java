package io.teamflow.codecs.task;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.PageRequest;
import io.teamflow.codecs.bus.WireName;
import java.util.UUID;

/** Reads the open invitations of a team. For its admins. */
@WireName("invitation.list")
public record ListInvitations(UUID teamId, PageRequest page) implements Command {}
