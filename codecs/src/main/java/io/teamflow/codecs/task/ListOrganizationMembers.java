package io.teamflow.codecs.task;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.PageRequest;
import io.teamflow.codecs.bus.WireName;
import java.util.UUID;

/** Reads who is in an organization. */
@WireName("organization.list-members")
public record ListOrganizationMembers(UUID organizationId, PageRequest page) implements Command {}
