package io.teamflow.codecs.auth;

import java.util.UUID;

/** Who signed in. */
public record UserView(UUID id, String email, String name) {}
