package io.teamflow.codecs.auth;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.WireName;

/** Reads the caller's own account. */
@WireName("auth.get-me")
public record GetMe() implements Command {}
