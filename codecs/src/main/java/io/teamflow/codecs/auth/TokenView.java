package io.teamflow.codecs.auth;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A personal access token, without what proves it.
 *
 * @param lastUsedAt absent until it is used; exact to a few minutes
 */
public record TokenView(
    UUID id,
    String name,
    List<String> scopes,
    Instant createdAt,
    Instant expiresAt,
    @Nullable Instant lastUsedAt) {
  public TokenView {
    scopes = List.copyOf(scopes);
  }
}
