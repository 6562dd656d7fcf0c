package io.teamflow.codecs.bus;

/**
 * Stands in for a message whose logical name this release does not know, as a newer node may send.
 *
 * @param name the logical name found on the wire
 */
public record UnknownMessage(String name) implements Message {}
