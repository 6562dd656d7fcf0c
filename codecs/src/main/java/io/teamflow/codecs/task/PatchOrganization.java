package io.teamflow.codecs.task;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.Validation;
import io.teamflow.codecs.bus.WireName;
import java.util.UUID;

/**
 * Renames an organization. For its owners and admins.
 *
 * @param version the version the caller saw; another one is refused
 */
@WireName("organization.patch")
public record PatchOrganization(UUID organizationId, long version, String name) implements Command {
  public PatchOrganization {
    Validation.check().text("/name", name, 1, 100).done();
  }
}
