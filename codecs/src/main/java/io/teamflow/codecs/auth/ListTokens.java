package io.teamflow.codecs.auth;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.WireName;

/** Reads the caller's personal access tokens. */
@WireName("auth.list-tokens")
public record ListTokens() implements Command {}
