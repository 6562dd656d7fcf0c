package io.teamflow.codecs.auth;

import io.teamflow.codecs.bus.Reply;
import io.teamflow.codecs.bus.WireName;
import java.util.UUID;

/** An account as its owner sees it. */
@WireName("auth.user")
public record UserView(UUID id, String email, String name) implements Reply {}
