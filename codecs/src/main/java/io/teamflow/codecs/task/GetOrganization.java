package io.teamflow.codecs.task;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.WireName;
import java.util.UUID;

/** Reads one organization the caller belongs to. */
@WireName("organization.get")
public record GetOrganization(UUID organizationId) implements Command {}
