package io.teamflow.gateway.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.teamflow.codecs.auth.AuthMessages;
import io.teamflow.codecs.auth.ListKeys;
import io.teamflow.codecs.auth.RedeemTicket;
import io.teamflow.codecs.bus.Bus;
import io.teamflow.codecs.bus.Caller;
import io.teamflow.codecs.bus.Failure;
import io.teamflow.gateway.limit.RateLimiter;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Verifies access tokens: ES256 only, with a published key, of our issuer and for our API,
 * unexpired (RFC 8725, RFC 9068), or a personal one. A token that was verified once is remembered;
 * whether its session has ended is asked each time.
 */
public final class AccessTokenVerifier {
  private static final Logger log = LoggerFactory.getLogger(AccessTokenVerifier.class);
  private static final int REMEMBERED = 50_000;
  private static final long RELOAD_MS = 60_000;
  private static final long UNKNOWN_KEY_RELOAD_NS = Duration.ofSeconds(2).toNanos();

  private final Vertx vertx;
  private final Bus bus;
  private final RevokedSessions revoked;
  private final GuessGuard guesses;
  private final PersonalTokenVerifier personalTokens;
  private final Cache<String, AccessToken> verified =
      Caffeine.newBuilder()
          .maximumSize(REMEMBERED)
          .executor(Runnable::run) // a thread that is woken for it costs more than it does
          .expireAfter(
              Expiry.<String, AccessToken>creating(
                  (_, token) -> Duration.between(Instant.now(), token.expiresAt())))
          .build();
  private volatile @Nullable JWKSet keys;
  private long loadedAt;

  public AccessTokenVerifier(Vertx vertx, Bus bus, RevokedSessions revoked, RateLimiter limiter) {
    this.vertx = vertx;
    this.bus = bus;
    this.revoked = revoked;
    this.guesses = new GuessGuard(limiter);
    this.personalTokens = new PersonalTokenVerifier(bus, guesses);
  }

  /** Reads the keys and goes on reading them; without keys no token is accepted. */
  public Future<Void> start() {
    vertx.setPeriodic(RELOAD_MS, _ -> load());
    return load().otherwiseEmpty();
  }

  /** The published keys, as text. */
  public Future<String> publishedKeys() {
    return keys == null
        ? load().map(_ -> String.valueOf(keys))
        : Future.succeededFuture(String.valueOf(keys));
  }

  /**
   * What the token says. Fails with UNAUTHENTICATED, always in the same words, also when its
   * session has ended; with UNAVAILABLE when this cannot be told; with LIMITED when the source has
   * tried too many.
   *
   * @param source where it comes from, asked for where the database is
   */
  public Future<AccessToken> verify(@Nullable String token, Supplier<String> source) {
    if (token == null || token.length() > 4_096) {
      return Future.failedFuture(refused());
    }
    try {
      if (PersonalTokenVerifier.handles(token)) {
        return personalTokens
            .verify(token, source)
            .map(
                accepted -> {
                  revoked.admit(accepted);
                  return accepted;
                });
      }
      AccessToken known = verified.getIfPresent(token);
      if (known != null) {
        revoked.admit(known);
        return Future.succeededFuture(known);
      }
      return verify(SignedJWT.parse(token), token);
    } catch (ParseException _) {
      return Future.failedFuture(refused());
    } catch (Failure failure) {
      return Future.failedFuture(failure);
    }
  }

  /**
   * What the token said that a ticket was made with; the ticket is used up. Fails like {@link
   * #verify}.
   */
  public Future<AccessToken> redeem(String ticket, String source) {
    if (ticket.length() > 100) {
      return Future.failedFuture(refused());
    }
    return guesses
        .guard(
            source,
            () ->
                bus.request(
                    AuthMessages.REDEEM_TICKET,
                    Caller.anonymous("", "00-ticket"),
                    new RedeemTicket(PersonalTokenVerifier.hash(ticket))))
        .map(
            holder -> {
              AccessToken accepted =
                  new AccessToken(
                      holder.userId(),
                      holder.sessionId(),
                      holder.tokenExpiresAt(),
                      Optional.empty());
              revoked.admit(accepted);
              return accepted;
            });
  }

  private Future<AccessToken> verify(SignedJWT jwt, String token) {
    JWKSet current = keys;
    boolean unknownKey =
        current == null || current.getKeyByKeyId(jwt.getHeader().getKeyID()) == null;
    if (unknownKey && System.nanoTime() - loadedAt > UNKNOWN_KEY_RELOAD_NS) {
      return load().compose(_ -> check(jwt, token));
    }
    return check(jwt, token);
  }

  private Future<AccessToken> check(SignedJWT jwt, String token) {
    JWKSet current = keys;
    if (current == null) {
      return Future.failedFuture(Failure.unavailable("Tokens cannot be verified yet."));
    }
    try {
      JWTClaimsSet claims = processor(current).process(jwt, null);
      AccessToken accepted =
          new AccessToken(
              UUID.fromString(claims.getSubject()),
              UUID.fromString(claims.getStringClaim("sid")),
              claims.getExpirationTime().toInstant(),
              Optional.empty());
      verified.put(token, accepted);
      revoked.admit(accepted);
      return Future.succeededFuture(accepted);
    } catch (BadJOSEException | JOSEException | ParseException | IllegalArgumentException _) {
      return Future.failedFuture(refused());
    } catch (Failure failure) {
      return Future.failedFuture(failure);
    }
  }

  static Failure refused() {
    return Failure.unauthenticated(
        "The access token is missing, wrong, expired or revoked. Sign in again.");
  }

  private static DefaultJWTProcessor<SecurityContext> processor(JWKSet keys) {
    DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(new JOSEObjectType("at+jwt")));
    processor.setJWSKeySelector(
        new JWSVerificationKeySelector<>(JWSAlgorithm.ES256, new ImmutableJWKSet<>(keys)));
    DefaultJWTClaimsVerifier<SecurityContext> claims =
        new DefaultJWTClaimsVerifier<>(
            "teamflow-api",
            new JWTClaimsSet.Builder().issuer("teamflow").build(),
            Set.of("sub", "sid", "exp", "iat"));
    claims.setMaxClockSkew(5);
    processor.setJWTClaimsSetVerifier(claims);
    return processor;
  }

  private Future<Void> load() {
    loadedAt = System.nanoTime();
    return bus.request(
            AuthMessages.LIST_KEYS, Caller.anonymous("", "00-key-reload"), new ListKeys())
        .map(
            set -> {
              try {
                keys = JWKSet.parse(set.jwks());
              } catch (ParseException e) {
                throw new IllegalStateException("The published keys cannot be read", e);
              }
              return (Void) null;
            })
        .onFailure(error -> log.warn("The signing keys cannot be read: {}", error.getMessage()));
  }
}
