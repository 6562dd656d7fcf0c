package io.teamflow.codecs.auth;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.WireName;

/** Sends the caller another mail that proves their e-mail address. */
@WireName("auth.send-verification")
public record SendVerification() implements Command {}
