package io.teamflow.gateway.token;

import java.time.Instant;
import java.util.UUID;

/** What a verified access token says. */
public record AccessToken(UUID user, UUID session, Instant expiresAt) {}
