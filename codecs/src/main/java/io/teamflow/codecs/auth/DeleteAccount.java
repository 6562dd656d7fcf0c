package io.teamflow.codecs.auth;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.WireName;

/** Deletes the caller's account. Needs a session that began a few minutes ago. */
@WireName("auth.delete-account")
public record DeleteAccount() implements Command {}
