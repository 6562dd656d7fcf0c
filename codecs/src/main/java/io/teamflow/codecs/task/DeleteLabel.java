package io.teamflow.codecs.task;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.WireName;
import java.util.UUID;

/**
 * Deletes a label, and takes it off the tasks that carry it.
 *
 * @param version the version the caller saw; another one is refused
 */
@WireName("label.delete")
public record DeleteLabel(UUID labelId, long version) implements Command {}
