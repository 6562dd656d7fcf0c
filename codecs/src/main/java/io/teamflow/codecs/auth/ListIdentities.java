package io.teamflow.codecs.auth;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.WireName;

/** Reads which identities sign in to the caller's account. */
@WireName("auth.list-identities")
public record ListIdentities() implements Command {}
