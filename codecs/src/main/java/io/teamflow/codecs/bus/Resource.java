package io.teamflow.codecs.bus;

import java.util.UUID;

/**
 * A resource as its readers see it.
 *
 * @param id the resource
 * @param version the counter of its row; the ETag of its representation
 * @param json the representation, rendered once by PostgreSQL and passed through unparsed
 */
@WireName("resource")
public record Resource(UUID id, long version, String json) implements Reply {}
