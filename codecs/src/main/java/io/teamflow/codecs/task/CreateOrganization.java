package io.teamflow.codecs.task;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.Validation;
import io.teamflow.codecs.bus.WireName;
import java.util.UUID;

/**
 * Founds an organization; the caller becomes its owner.
 *
 * @param id chosen by the gateway, so that a repeated command founds one organization
 */
@WireName("organization.create")
public record CreateOrganization(UUID id, String name) implements Command {
  public CreateOrganization {
    Validation.check().text("/name", name, 1, 100).done();
  }
}
