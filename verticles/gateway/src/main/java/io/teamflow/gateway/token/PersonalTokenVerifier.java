package io.teamflow.gateway.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.teamflow.codecs.auth.AuthMessages;
import io.teamflow.codecs.auth.FindGrant;
import io.teamflow.codecs.auth.Grant;
import io.teamflow.codecs.auth.Scope;
import io.teamflow.codecs.bus.Bus;
import io.teamflow.codecs.bus.Caller;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Verifies personal access tokens by asking who made them. An answer is remembered for a few
 * minutes, which is less than revocations are.
 */
final class PersonalTokenVerifier {
  private static final String PREFIX = "tfp_";
  private static final int REMEMBERED = 10_000;
  private static final Duration TRUSTED = Duration.ofMinutes(5);

  private final Bus bus;
  private final GuessGuard guesses;
  private final Cache<String, AccessToken> verified =
      Caffeine.newBuilder()
          .maximumSize(REMEMBERED)
          .expireAfterWrite(TRUSTED)
          .executor(Runnable::run)
          .build();

  PersonalTokenVerifier(Bus bus, GuessGuard guesses) {
    this.bus = bus;
    this.guesses = guesses;
  }

  /** Whether the text is meant to be such a token. */
  static boolean handles(String token) {
    return token.startsWith(PREFIX);
  }

  /**
   * What the token grants; fails with UNAUTHENTICATED when it is none of ours, or expired, with
   * LIMITED when too many of its source were.
   */
  Future<AccessToken> verify(String token, Supplier<String> source) {
    AccessToken known = verified.getIfPresent(token);
    if (known != null) {
      return known.expiresAt().isAfter(Instant.now())
          ? Future.succeededFuture(known)
          : Future.failedFuture(AccessTokenVerifier.refused());
    }
    return guesses
        .guard(
            source.get(),
            () ->
                bus.request(
                    AuthMessages.FIND_GRANT,
                    Caller.anonymous("", "00-personal-token"),
                    new FindGrant(hash(token))))
        .map(
            grant -> {
              AccessToken accepted = toAccessToken(grant);
              verified.put(token, accepted);
              return accepted;
            });
  }

  /** A scope of another release grants nothing here. */
  private static AccessToken toAccessToken(Grant grant) {
    List<Scope> scopes =
        grant.scopes().stream().map(Scope::parse).flatMap(Optional::stream).toList();
    return new AccessToken(grant.userId(), grant.tokenId(), grant.expiresAt(), Optional.of(scopes));
  }

  /** As it travels and is stored. */
  static String hash(String token) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
