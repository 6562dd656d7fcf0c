package io.teamflow.codecs.task;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.Validation;
import io.teamflow.codecs.bus.WireName;
import java.util.UUID;

/**
 * Gives a member of an organization another role. Nobody grants above their own role nor changes
 * somebody above themself, and an organization keeps an owner.
 */
@WireName("organization.patch-member")
public record PatchOrganizationMember(UUID organizationId, UUID userId, OrganizationRole role)
    implements Command {
  public PatchOrganizationMember {
    Validation.check().required("/role", role).done();
  }
}
