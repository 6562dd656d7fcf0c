package io.teamflow.codecs.auth;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.WireName;

/** Reads the public keys that access tokens are verified with. */
@WireName("auth.list-keys")
public record ListKeys() implements Command {}
