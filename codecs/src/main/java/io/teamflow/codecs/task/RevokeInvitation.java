package io.teamflow.codecs.task;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.WireName;
import java.util.UUID;

/** Ends an open invitation. For the team's admins. */
@WireName("invitation.revoke")
public record RevokeInvitation(UUID invitationId) implements Command {}
