package io.teamflow.codecs.auth;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.WireName;

/** Ends the caller's session. */
@WireName("auth.logout")
public record Logout() implements Command {}
