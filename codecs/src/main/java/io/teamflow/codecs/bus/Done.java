package io.teamflow.codecs.bus;

/** The reply of a command that has nothing more to tell than its success. */
@WireName("done")
public record Done() implements Reply {}
