package io.teamflow.codecs.auth;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.WireName;

/** Takes the second factor away. Needs a session that began a few minutes ago. */
@WireName("auth.disable-totp")
public record DisableTotp() implements Command {}
