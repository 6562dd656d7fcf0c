package io.teamflow.codecs.task;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.PageRequest;
import io.teamflow.codecs.bus.WireName;

/** Reads the organizations the caller belongs to. */
@WireName("organization.list")
public record ListOrganizations(PageRequest page) implements Command {}
