package io.teamflow.gateway.token;

import io.teamflow.codecs.auth.Scope;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What a verified access token says.
 *
 * @param session of the sign-in, or the id of the personal token
 * @param scopes what a personal token may do; absent for the token of a session, which may do what
 *     its user may
 */
public record AccessToken(
    UUID user, UUID session, Instant expiresAt, Optional<List<Scope>> scopes) {

  /** Whether it stands for a person who signed in, and not for a program. */
  public boolean isOfSession() {
    return scopes.isEmpty();
  }

  /** Whether it is enough to follow a stream, which tells of everything. */
  public boolean readsEverything() {
    return Arrays.stream(Scope.Area.values()).allMatch(area -> allows(area, Scope.Level.READ));
  }

  /** Whether it is enough for an operation; what the user may do is asked besides. */
  public boolean allows(Scope.Area area, Scope.Level level) {
    return scopes
        .map(granted -> granted.stream().anyMatch(scope -> scope.allows(area, level)))
        .orElse(true);
  }
}
