package io.teamflow.codecs.task;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.WireName;
import java.util.UUID;

/**
 * Changes the members of a label that are present.
 *
 * @param version the version the caller saw; another one is refused
 */
@WireName("label.patch")
public record PatchLabel(UUID labelId, long version, LabelPatch patch) implements Command {}
