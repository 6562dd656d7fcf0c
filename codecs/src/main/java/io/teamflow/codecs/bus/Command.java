package io.teamflow.codecs.bus;

/** An imperative message: asks the verticle behind one {@link Address} to do one thing. */
public non-sealed interface Command extends Message {}
