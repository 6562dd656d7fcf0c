package io.teamflow.gateway.token;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.teamflow.codecs.auth.AuthMessages;
import io.teamflow.codecs.auth.FindGrant;
import io.teamflow.codecs.auth.Grant;
import io.teamflow.codecs.auth.KeySet;
import io.teamflow.codecs.auth.Scope;
import io.teamflow.codecs.bus.Bus;
import io.teamflow.codecs.bus.Failure;
import io.teamflow.gateway.limit.LocalRateLimiter;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessTokenVerifierTest {
  private static final String PERSONAL = "tfp_example";
  private static final String PERSONAL_HASH = "qtZ0vfs6klIrlvedNsBEa0useJWN-oA8PC97tPRQgsQ";

  private static final String HOME = "203.0.113.7";
  private static final String THIEF = "198.18.0.1";

  private final AtomicInteger asked = new AtomicInteger();
  private final UUID user = UUID.randomUUID();
  private final UUID session = UUID.randomUUID();
  private Vertx vertx;
  private Bus bus;
  private ECKey key;
  private final List<UUID> ended = new CopyOnWriteArrayList<>();
  private volatile Function<String, Future<RevocationLog.Page>> log =
      position -> Future.succeededFuture(new RevocationLog.Page(ended, position));
  private RevokedSessions revoked;
  private AccessTokenVerifier verifier;

  @BeforeAll
  void start() throws Exception {
    vertx = Vertx.vertx();
    key = new ECKeyGenerator(Curve.P_256).keyID("ours").generate();
    bus = Bus.on(vertx);
    KeySet published = new KeySet(new JWKSet(key.toPublicJWK()).toString());
    bus.serve(AuthMessages.LIST_KEYS, (_, _) -> Future.succeededFuture(published))
        .await(5, TimeUnit.SECONDS);
    bus.serve(AuthMessages.FIND_GRANT, (_, question) -> grant(question)).await(5, TimeUnit.SECONDS);
    revoked = new RevokedSessions(vertx, position -> log.apply(position));
    revoked.start().await(5, TimeUnit.SECONDS);
    verifier = new AccessTokenVerifier(vertx, bus, revoked, new LocalRateLimiter());
    verifier.start().await(5, TimeUnit.SECONDS);
  }

  private Future<Grant> grant(FindGrant question) {
    asked.incrementAndGet();
    return question.hash().equals(PERSONAL_HASH)
        ? Future.succeededFuture(
            new Grant(
                user,
                UUID.randomUUID(),
                List.of("tasks:read", "chat:admin", "of a newer release"),
                Instant.now().plusSeconds(60)))
        : Future.failedFuture(Failure.unauthenticated("none"));
  }

  @AfterAll
  void close() throws Exception {
    vertx.close().await(5, TimeUnit.SECONDS);
  }

  @Test
  void aGoodTokenSaysWhoCalls() throws Exception {
    String token = signed(claims());
    AccessToken accepted = verify(token);
    assertEquals(user, accepted.user());
    assertEquals(session, accepted.session());
    assertEquals(accepted, verify(token));
  }

  @Test
  void aTokenOfAnEndedSessionIsRefusedFromThenOn() throws Exception {
    String token = signed(claims().claim("sid", UUID.randomUUID().toString()));
    AccessToken accepted = verify(token);
    ended.add(accepted.session());
    await().atMost(Duration.ofSeconds(5)).until(() -> revoked.contains(accepted.session()));
    refused(token);
    ended.clear();
    revoked.hint();
    refused(token);
  }

  @Test
  void aNodeThatCannotReadTheLogAnswersForNobody() throws Exception {
    String token = signed(claims());
    verify(token);
    var readable = log;
    log = _ -> Future.failedFuture("the database is gone");
    try {
      await()
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(
              () ->
                  assertEquals(
                      Failure.Code.UNAVAILABLE,
                      assertThrows(Failure.class, () -> verify(token)).code()));
    } finally {
      log = readable;
    }
    await().ignoreExceptions().until(() -> verify(token) != null);
  }

  @Test
  void aPersonalTokenIsWorthWhatItsMakerSays() throws Exception {
    AccessToken accepted = verify(PERSONAL);
    assertFalse(accepted.isOfSession());
    assertTrue(accepted.allows(Scope.Area.TASKS, Scope.Level.READ));
    assertTrue(accepted.allows(Scope.Area.CHAT, Scope.Level.WRITE));
    assertFalse(accepted.allows(Scope.Area.TASKS, Scope.Level.WRITE));
    assertFalse(accepted.allows(Scope.Area.PROJECTS, Scope.Level.READ));
    refused("tfp_unknown");
    ended.add(accepted.session());
    revoked.hint();
    await().until(() -> revoked.contains(accepted.session()));
    refused(PERSONAL);
  }

  @Test
  void whoTriesTokensIsHeardNoMoreAndNobodyElse() throws Exception {
    AccessTokenVerifier verifier =
        new AccessTokenVerifier(vertx, bus, revoked, new LocalRateLimiter());
    verify(verifier, PERSONAL, THIEF); // remembered, so no guess
    int before = asked.get();
    int limited = 0;
    for (int i = 0; i < 1_000; i++) {
      String guess = "tfp_" + i;
      Failure failure = assertThrows(Failure.class, () -> verify(verifier, guess, THIEF));
      limited += failure.code() == Failure.Code.LIMITED ? 1 : 0;
    }
    assertEquals(1_000, asked.get() - before + limited);
    assertTrue(limited > 0 && limited <= 400, limited + " of 1,000");
    assertEquals(user, verify(verifier, PERSONAL, THIEF).user());
    Failure ticket =
        assertThrows(
            Failure.class, () -> verifier.redeem("tft_guess", THIEF).await(5, TimeUnit.SECONDS));
    assertEquals(Failure.Code.LIMITED, ticket.code());
    Failure wrong = assertThrows(Failure.class, () -> verify(verifier, "tfp_unknown", HOME));
    assertEquals(Failure.Code.UNAUTHENTICATED, wrong.code());
  }

  @Test
  void aTokenWithoutASignatureIsRefused() {
    refused(new PlainJWT(claims().build()).serialize());
    refused("");
    refused("a.b.c");
    refused(null);
    refused("x".repeat(10_000));
  }

  @Test
  void aTokenSignedByAnybodyElseIsRefused() throws Exception {
    ECKey other = new ECKeyGenerator(Curve.P_256).keyID("ours").generate();
    refused(token(header("ours"), claims(), new ECDSASigner(other)));
    refused(token(header("theirs"), claims(), new ECDSASigner(other)));
    refused(token(header(null), claims(), new ECDSASigner(other)));
  }

  @Test
  void thePublicKeyIsNoSharedSecret() throws Exception {
    byte[] publicKey =
        key.toPublicJWK().toJSONString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
    JWSHeader confused =
        new JWSHeader.Builder(JWSAlgorithm.HS256)
            .type(new JOSEObjectType("at+jwt"))
            .keyID("ours")
            .build();
    refused(token(confused, claims(), new MACSigner(publicKey)));
  }

  @Test
  void aTokenThatWasTamperedWithIsRefused() throws Exception {
    String good = signed(claims());
    int middle = good.indexOf('.') + 20;
    char changed = good.charAt(middle) == 'A' ? 'B' : 'A';
    refused(good.substring(0, middle) + changed + good.substring(middle + 1));
    refused(good.substring(0, good.lastIndexOf('.') + 1));
  }

  @Test
  void aTokenForAnotherPurposeIsRefused() throws Exception {
    refused(signed(claims().issuer("somebody")));
    refused(signed(claims().audience("another-api")));
    refused(signed(claims().audience((String) null)));
    JWSHeader idToken =
        new JWSHeader.Builder(JWSAlgorithm.ES256).type(JOSEObjectType.JWT).keyID("ours").build();
    refused(token(idToken, claims(), new ECDSASigner(key)));
    refused(signed(claims().claim("sid", null)));
    refused(signed(claims().subject("not a uuid")));
  }

  @Test
  void anExpiredTokenAndOneThatNeverExpiresAreRefused() throws Exception {
    refused(signed(claims().expirationTime(Date.from(Instant.now().minusSeconds(60)))));
    refused(signed(claims().expirationTime(null)));
  }

  private JWTClaimsSet.Builder claims() {
    Instant now = Instant.now();
    return new JWTClaimsSet.Builder()
        .issuer("teamflow")
        .audience("teamflow-api")
        .subject(user.toString())
        .claim("sid", session.toString())
        .issueTime(Date.from(now))
        .expirationTime(Date.from(now.plusSeconds(300)));
  }

  private static JWSHeader header(@Nullable String kid) {
    return new JWSHeader.Builder(JWSAlgorithm.ES256)
        .type(new JOSEObjectType("at+jwt"))
        .keyID(kid)
        .build();
  }

  private String signed(JWTClaimsSet.Builder claims) throws Exception {
    return token(header("ours"), claims, new ECDSASigner(key));
  }

  private static String token(JWSHeader header, JWTClaimsSet.Builder claims, JWSSigner signer)
      throws Exception {
    SignedJWT jwt = new SignedJWT(header, claims.build());
    jwt.sign(signer);
    return jwt.serialize();
  }

  private AccessToken verify(@Nullable String token) throws Exception {
    return verify(verifier, token, HOME);
  }

  private static AccessToken verify(AccessTokenVerifier by, @Nullable String token, String source)
      throws Exception {
    return by.verify(token, () -> source).await(5, TimeUnit.SECONDS);
  }

  private void refused(@Nullable String token) {
    Failure failure = assertThrows(Failure.class, () -> verify(token));
    assertEquals(Failure.Code.UNAUTHENTICATED, failure.code());
  }
}
