package io.teamflow.codecs.task;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.WireName;
import java.util.UUID;

/**
 * Deletes an organization that has no teams any more. For its owners.
 *
 * @param version the version the caller saw; another one is refused
 */
@WireName("organization.delete")
public record DeleteOrganization(UUID organizationId, long version) implements Command {}
