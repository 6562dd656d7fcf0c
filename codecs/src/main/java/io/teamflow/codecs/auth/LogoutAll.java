package io.teamflow.codecs.auth;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.WireName;

/** Ends every session of the caller's account, this one too. */
@WireName("auth.logout-all")
public record LogoutAll() implements Command {}
