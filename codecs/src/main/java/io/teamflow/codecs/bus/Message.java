package io.teamflow.codecs.bus;

/**
 * A record that travels on the bus. Carries a {@link WireName} and is listed in the {@link
 * Catalog}.
 */
public sealed interface Message permits Command, Reply, UnknownMessage {}
