package io.teamflow.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.teamflow.codecs.auth.SignedIn;
import io.teamflow.codecs.auth.UserView;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;

/**
 * The keys that access tokens are signed with (ES256, RFC 9068 profile), shared by every node
 * through PostgreSQL. A new one is made when the newest is 60 days old. For five minutes it is only
 * published, so that no node meets a token of a key it has not read; then it signs. The old one
 * verifies for 30 days more, and is deleted.
 */
final class SigningKeys {
  static final Duration TOKEN_LIFETIME = Duration.ofMinutes(15);
  static final String ISSUER = "teamflow";
  static final String AUDIENCE = "teamflow-api";

  private static final JOSEObjectType ACCESS_TOKEN = new JOSEObjectType("at+jwt");

  private static final String PURPOSE = "signing_key/";

  private final PgKeyStore store;
  private final SecretBox box;
  private volatile List<ECKey> keys = List.of();

  SigningKeys(PgKeyStore store, SecretBox box) {
    this.store = store;
    this.box = box;
  }

  /**
   * Reads the keys in force, making one first where the newest is too old. Fails when they were
   * sealed with another secret key; the keys read before then stay in force.
   */
  Future<Void> load() {
    return store
        .findOrInsert(this::generate)
        .map(stored -> stored.stream().map(this::open).toList())
        .onSuccess(opened -> keys = opened)
        .mapEmpty();
  }

  /** The public halves as a JSON Web Key Set. */
  String publicKeys() {
    return new JWKSet(keys.stream().<JWK>map(ECKey::toPublicJWK).toList()).toString();
  }

  /** What somebody whose session has begun, or goes on, takes away. */
  SignedIn signIn(UserView user, UUID session, OpaqueToken refreshToken) {
    return new SignedIn(
        user, issue(user.id(), session), (int) TOKEN_LIFETIME.toSeconds(), refreshToken.text());
  }

  /** A signed access token. */
  String issue(UUID user, UUID session) {
    ECKey key = keys.getFirst();
    Instant now = Instant.now();
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(ACCESS_TOKEN)
                .keyID(key.getKeyID())
                .build(),
            new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(AUDIENCE)
                .subject(user.toString())
                .claim("sid", session.toString())
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(TOKEN_LIFETIME)))
                .build());
    try {
      token.sign(new ECDSASigner(key));
    } catch (JOSEException e) {
      throw new IllegalStateException("Cannot sign a token", e);
    }
    return token.serialize();
  }

  private SealedKey generate() {
    try {
      ECKey key =
          new ECKeyGenerator(Curve.P_256)
              .algorithm(JWSAlgorithm.ES256)
              .keyUse(KeyUse.SIGNATURE)
              .keyIDFromThumbprint(true)
              .generate();
      return new SealedKey(
          key.getKeyID(),
          key.toPublicJWK().toJSONString(),
          box.seal(PURPOSE + key.getKeyID(), key.toJSONString().getBytes(StandardCharsets.UTF_8)));
    } catch (JOSEException e) {
      throw new IllegalStateException("Cannot make a signing key", e);
    }
  }

  private ECKey open(SealedKey key) {
    try {
      return ECKey.parse(
          new String(box.open(PURPOSE + key.kid(), key.ciphertext()), StandardCharsets.UTF_8));
    } catch (ParseException e) {
      throw new IllegalStateException("The signing key " + key.kid() + " cannot be read", e);
    }
  }
}
