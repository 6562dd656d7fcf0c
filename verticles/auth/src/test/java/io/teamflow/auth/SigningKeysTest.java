package io.teamflow.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.teamflow.codecs.auth.SignedIn;
import io.teamflow.stream.database.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The life of a signing key: made once, published, signing, verifying only, gone. */
class SigningKeysTest {
  private static final SecretBox BOX = new SecretBox(TestAuth.SECRET);

  private Vertx vertx;
  private TestDatabase database;

  @BeforeEach
  void open() {
    vertx = Vertx.vertx();
    database = TestDatabase.create();
  }

  @AfterEach
  void close() throws Exception {
    vertx.close().await(10, TimeUnit.SECONDS);
    database.close();
  }

  @Test
  void nodesThatStartAtOnceShareOneKey() throws Exception {
    List<TestAuth> nodes = IntStream.range(0, 3).mapToObj(_ -> TestAuth.nodeOn(database)).toList();
    Future.all(nodes.stream().map(node -> node.deploy(BOX)).toList()).await(20, TimeUnit.SECONDS);
    JWKSet keys = nodes.getFirst().keys();
    assertEquals(1, keys.size());
    SignedJWT token = SignedJWT.parse(nodes.getLast().register().accessToken());
    assertTrue(token.verify(new ECDSAVerifier(keys.getKeys().getFirst().toECKey())));
    for (TestAuth node : nodes) {
      assertEquals(keys, node.keys());
      node.stop();
    }
  }

  @Test
  void aNodeWithAnotherSecretKeyDoesNotStartAndSaysWhy() throws Exception {
    load();
    TestAuth stranger = TestAuth.nodeOn(database);
    byte[] secret = new byte[SecretBox.KEY_BYTES];
    secret[31] = 1;
    IllegalStateException refused =
        assertThrows(
            IllegalStateException.class,
            () -> stranger.deploy(new SecretBox(secret)).await(20, TimeUnit.SECONDS));
    assertTrue(String.valueOf(refused.getMessage()).contains("TEAMFLOW_SECRET_KEY_FILE"));
    stranger.stop();
  }

  @Test
  void aTokenSaysWhoAndWhichSessionAndNothingMore() throws Exception {
    TestAuth node = TestAuth.nodeOn(database);
    node.deploy(BOX).await(20, TimeUnit.SECONDS);
    SignedIn in = node.register();
    SignedJWT token = SignedJWT.parse(in.accessToken());
    JWTClaimsSet claims = token.getJWTClaimsSet();
    assertEquals(JWSAlgorithm.ES256, token.getHeader().getAlgorithm());
    assertEquals("at+jwt", token.getHeader().getType().getType());
    assertEquals(
        Set.of("iss", "aud", "sub", "sid", "iat", "exp", "jti"), claims.getClaims().keySet());
    assertEquals("teamflow", claims.getIssuer());
    assertEquals(List.of("teamflow-api"), claims.getAudience());
    assertEquals(in.user().id().toString(), claims.getSubject());
    assertEquals(
        Duration.ofSeconds(in.expiresIn()),
        Duration.between(
            claims.getIssueTime().toInstant(), claims.getExpirationTime().toInstant()));
    assertTrue(in.expiresIn() <= 900);
    JWK key = node.keys().getKeys().getFirst();
    assertEquals(token.getHeader().getKeyID(), key.getKeyID());
    assertEquals(KeyUse.SIGNATURE, key.getKeyUse());
    assertFalse(key.isPrivate());
    node.stop();
  }

  @Test
  void aNewKeyIsPublishedBeforeItSignsAndTheOldVerifiesOn() throws Exception {
    String old = signer(load());
    age("61 days");
    SigningKeys published = load();
    assertEquals(2, kids(published).size());
    assertEquals(old, signer(published));
    age("5 minutes");
    SigningKeys signing = load();
    assertNotEquals(old, signer(signing));
    assertEquals(kids(published), kids(signing));
    age("30 days");
    assertEquals(Set.of(signer(signing)), kids(load()));
  }

  @Test
  void aRetiredPrivateKeyIsDeletedWhenTheNextIsMade() throws Exception {
    load();
    age("91 days");
    SigningKeys next = load();
    assertEquals(Set.of(signer(next)), kids(next));
    TestAuth node = TestAuth.nodeOn(database);
    assertEquals(List.of("1"), node.select("SELECT count(*) FROM signing_key"));
    node.stop();
  }

  private SigningKeys load() throws Exception {
    SigningKeys keys = new SigningKeys(new PgKeyStore(database.open(vertx)), BOX);
    keys.load().await(10, TimeUnit.SECONDS);
    return keys;
  }

  private void age(String time) {
    database.execute(
        "UPDATE signing_key SET created_at = created_at - interval '"
            + time
            + "', retires_at = retires_at - interval '"
            + time
            + "'");
  }

  private static String signer(SigningKeys keys) throws Exception {
    return SignedJWT.parse(keys.issue(UUID.randomUUID(), UUID.randomUUID())).getHeader().getKeyID();
  }

  private static Set<String> kids(SigningKeys keys) throws Exception {
    return JWKSet.parse(keys.publicKeys()).getKeys().stream()
        .map(JWK::getKeyID)
        .collect(Collectors.toSet());
  }
}
