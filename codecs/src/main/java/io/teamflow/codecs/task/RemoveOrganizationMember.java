package io.teamflow.codecs.task;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.WireName;
import java.util.UUID;

/**
 * Takes somebody out of an organization and out of all of its teams. The caller may take out
 * themself; otherwise nobody above themself.
 */
@WireName("organization.remove-member")
public record RemoveOrganizationMember(UUID organizationId, UUID userId) implements Command {}
