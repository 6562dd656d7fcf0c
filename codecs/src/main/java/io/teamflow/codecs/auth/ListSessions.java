package io.teamflow.codecs.auth;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.WireName;

/** Reads where the caller's account is signed in. */
@WireName("auth.list-sessions")
public record ListSessions() implements Command {}
