package io.teamflow.codecs.bus;

/**
 * Stands in for a message that this release does not know or cannot read, as a newer node may send.
 *
 * @param name the logical name found on the wire
 */
public record UnknownMessage(String name) implements Message {}
