package io.teamflow.codecs.auth;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.WireName;

/** Reads the caller's own account. */
@WireName("auth.get-profile")
public record GetProfile() implements Command {}
