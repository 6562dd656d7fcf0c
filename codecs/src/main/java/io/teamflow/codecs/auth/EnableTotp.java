package io.teamflow.codecs.auth;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.WireName;

/**
 * Makes a secret for the caller's authenticator; a code confirms it. Needs a session that began a
 * few minutes ago.
 */
@WireName("auth.enable-totp")
public record EnableTotp() implements Command {}
