package io.teamflow.codecs.auth;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.Validation;
import io.teamflow.codecs.bus.WireName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Makes a personal access token, for a program. Needs a session that began a few minutes ago.
 *
 * @param name what it is for, up to 100 characters
 * @param scopes what it may do, as in {@link Scope}
 * @param expiresAt at most a year from now
 */
@WireName("auth.create-token")
public record CreateToken(UUID id, String name, List<String> scopes, Instant expiresAt)
    implements Command {
  /** How long a token may live. */
  public static final Duration LIFETIME_MAX = Duration.ofDays(366);

  private static final int SCOPES_MAX = 20;

  public CreateToken {
    Validation check =
        Validation.check()
            .required("/id", id)
            .text("/name", name, 1, 100)
            .required("/scopes", scopes)
            .required("/expiresAt", expiresAt);
    if (scopes != null) {
      check.atMost("/scopes", scopes.size(), SCOPES_MAX);
      if (scopes.isEmpty()) {
        check.violation("/scopes", "must name what the token may do");
      }
      for (int i = 0; i < scopes.size(); i++) {
        if (Scope.parse(scopes.get(i)).isEmpty()) {
          check.violation(
              "/scopes/" + i, "must be read, write or admin, with or without an area before it");
        }
      }
    }
    check.done();
    scopes = List.copyOf(scopes);
  }
}
