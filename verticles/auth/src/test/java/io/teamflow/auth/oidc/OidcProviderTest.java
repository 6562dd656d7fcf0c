package io.teamflow.auth.oidc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.bus.Failure.Code;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PfxOptions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a provider may say, and what is not believed. */
class OidcProviderTest {
  private static final String METADATA = "/.well-known/openid-configuration";

  private final Vertx vertx = Vertx.vertx();
  private final OidcAttempt attempt = OidcAttempt.begin("lying", null, null);
  private LyingProvider lying;
  private OidcProvider provider;

  @BeforeEach
  void start() throws Exception {
    lying = new LyingProvider(vertx);
    provider = lying.asSeenBy(vertx);
  }

  @AfterEach
  void close() throws Exception {
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  @Test
  void whoeverTheProviderProvesIsBelieved() throws Exception {
    lying.giveOut(LyingProvider.sign(lying.claims(attempt).build(), lying.key()));
    assertEquals(
        new OidcIdentity(lying.issuer.toString(), "ada", "ada@example.org", true, ""), identify());
  }

  @Test
  void aTokenThatTheProviderDidNotSignIsRefused() throws Exception {
    JWTClaimsSet claims = lying.claims(attempt).build();
    ECKey stranger = LyingProvider.newKey();
    ECKey impostor = new ECKey.Builder(stranger).keyID(lying.key().getKeyID()).build();
    String good = LyingProvider.sign(claims, lying.key());
    for (String token :
        List.of(
            LyingProvider.sign(claims, stranger),
            LyingProvider.sign(claims, impostor),
            good.substring(0, good.length() - 8) + "AAAAAAAA",
            new PlainJWT(claims).serialize(),
            LyingProvider.sign(
                claims, JWSAlgorithm.HS256, "", new MACSigner(LyingProvider.CLIENT_SECRET)),
            LyingProvider.sign(
                claims,
                JWSAlgorithm.HS256,
                lying.key().getKeyID(),
                new MACSigner(lying.key().toPublicJWK().toJSONString())))) {
      refuse(token);
    }
  }

  @Test
  void aTokenThatIsNotForThisSignInIsRefused() throws Exception {
    Date past = Date.from(Instant.now().minusSeconds(120));
    for (JWTClaimsSet.Builder claims :
        List.of(
            lying.claims(attempt).claim("nonce", null),
            lying.claims(attempt).claim("nonce", "another"),
            lying.claims(attempt).issuer(lying.issuer + "/"),
            lying.claims(attempt).issuer(null),
            lying.claims(attempt).audience("another"),
            lying.claims(attempt).audience((String) null),
            lying.claims(attempt).audience(List.of(LyingProvider.CLIENT, "b")),
            lying.claims(attempt).claim("azp", "b"),
            lying.claims(attempt).expirationTime(past),
            lying.claims(attempt).expirationTime(null),
            lying.claims(attempt).subject(null))) {
      refuse(LyingProvider.sign(claims.build(), lying.key()));
    }
  }

  @Test
  void whatIsPublishedIsReadOnceAndTheKeysAgainWhenANewOneSigns() throws Exception {
    lying.giveOut(LyingProvider.sign(lying.claims(attempt).build(), lying.key()));
    identify();
    identify();
    assertEquals(1, lying.asked.get(METADATA));
    assertEquals(1, lying.asked.get("/jwks"));
    lying.rotateKey();
    lying.giveOut(LyingProvider.sign(lying.claims(attempt).build(), lying.key()));
    identify();
    assertEquals(2, lying.asked.get("/jwks"));
    assertEquals(1, lying.asked.get(METADATA));
  }

  @Test
  void whoeverAsksAtOnceWaitsForTheSameLoad() throws Exception {
    Future.all(provider.authorizationUrl(attempt), provider.authorizationUrl(attempt))
        .await(10, TimeUnit.SECONDS);
    assertEquals(1, lying.asked.get(METADATA));
  }

  @Test
  void unusableAnswersMakeTheProviderUnavailableUntilTheyEnd() throws Exception {
    lying.giveOut(LyingProvider.sign(lying.claims(attempt).build(), lying.key()));
    for (Consumer<HttpServerRequest> lie :
        List.<Consumer<HttpServerRequest>>of(
            request -> request.response().setStatusCode(500).end(),
            request -> request.response().end("<html>"),
            request ->
                request
                    .response()
                    .setStatusCode(302)
                    .putHeader("Location", lying.issuer + "/elsewhere")
                    .end(),
            request -> request.response().end(" ".repeat(300_000) + lying.metadata()),
            request -> request.connection().close(),
            request -> LyingProvider.json(request, lying.metadata().put("issuer", "https://x.org")),
            request -> LyingProvider.json(request, without("token_endpoint")),
            request -> LyingProvider.json(request, without("jwks_uri")))) {
      lying.lies.put(METADATA, lie);
      assertEquals(Code.UNAVAILABLE, refusal().code());
    }
    assertFalse(lying.asked.containsKey("/elsewhere"));
    assertFalse(lying.asked.containsKey("/token"));
    lying.lies.remove(METADATA);
    identify();
  }

  private JsonObject without(String member) {
    JsonObject metadata = lying.metadata();
    metadata.remove(member);
    return metadata;
  }

  @Test
  void aProviderWithACertificateThatNobodyTrustsIsNotSpokenWith(@TempDir Path folder)
      throws Exception {
    Path store = folder.resolve("provider.p12");
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    new ProcessBuilder(
            (keytool
                    + " -genkeypair -alias provider -keyalg EC -dname CN=localhost -storepass secret"
                    + " -ext san=dns:localhost -keystore "
                    + store)
                .split(" ", -1))
        .inheritIO()
        .start()
        .waitFor();
    HttpServerOptions options = new HttpServerOptions();
    options
        .setSsl(true)
        .setKeyCertOptions(new PfxOptions().setPath(store.toString()).setPassword("secret"));
    lying = new LyingProvider(vertx, options);
    provider = lying.asSeenBy(vertx);
    assertEquals(Code.UNAVAILABLE, refusal().code());
    assertEquals(Map.of(), lying.asked);
  }

  @Test
  void aProviderReachedByHttpsHasNoEndpointWithout() throws Exception {
    String issuer = "https://id.example.org";
    OidcPublished published = new OidcPublished(URI.create(issuer), new OidcHttp(vertx));
    String safe = lying.metadata().encode().replace(lying.issuer.toString(), issuer);
    published.checked(OIDCProviderMetadata.parse(safe));
    for (String endpoint : List.of("/authorize", "/token", "/jwks", "/userinfo")) {
      String unsafe = safe.replace(issuer + endpoint, "http://id.example.org" + endpoint);
      assertThrows(
          GeneralException.class, () -> published.checked(OIDCProviderMetadata.parse(unsafe)));
    }
  }

  @Test
  void aProviderThatNeverAnswersIsNotWaitedForLong() {
    lying.lies.put(METADATA, _ -> {});
    long begun = System.nanoTime();
    assertEquals(Code.UNAVAILABLE, refusal().code());
    assertTrue(System.nanoTime() - begun < TimeUnit.MILLISECONDS.toNanos(7_500));
  }

  @Test
  void aWrongClientSecretIsOurFaultAndAnUnknownCodeIsNot() {
    lying.lies.put("/token", request -> error(request, 401, "invalid_client"));
    assertEquals(Code.UNAVAILABLE, refusal().code());
    lying.lies.put("/token", request -> error(request, 400, "invalid_grant"));
    assertEquals(Code.INVALID, refusal().code());
  }

  private static void error(HttpServerRequest request, int status, String error) {
    request.response().setStatusCode(status);
    LyingProvider.json(request, new JsonObject().put("error", error));
  }

  @Test
  void theSecretTravelsAsTheProviderWantsIt() throws Exception {
    BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    lying.lies.put(
        "/token",
        request ->
            request
                .body()
                .onSuccess(
                    body -> {
                      seen.add(request.getHeader("Authorization") + " " + body);
                      error(request, 400, "invalid_grant");
                    }));
    refusal();
    String basic = seen.take();
    assertTrue(basic.startsWith("Basic ") && !basic.contains("client_secret"), basic);
    assertTrue(basic.contains("code_verifier=" + attempt.verifier().getValue()), basic);

    lying.lies.put(
        METADATA,
        request ->
            LyingProvider.json(
                request,
                lying
                    .metadata()
                    .put(
                        "token_endpoint_auth_methods_supported",
                        new JsonArray().add("client_secret_post"))));
    provider = lying.asSeenBy(vertx);
    refusal();
    String post = seen.take();
    assertTrue(post.startsWith("null ") && post.contains("client_secret=a+client+secret"), post);
  }

  @Test
  void anAddressThatTheTokenLacksIsAskedFor() throws Exception {
    JWTClaimsSet claims =
        lying.claims(attempt).claim("email", null).claim("email_verified", null).build();
    lying.giveOut(LyingProvider.sign(claims, lying.key()));
    JsonObject told =
        new JsonObject().put("sub", "ada").put("email", "a@b.org").put("email_verified", "true");
    lying.lies.put("/userinfo", request -> LyingProvider.json(request, told));
    assertEquals(new OidcIdentity(lying.issuer.toString(), "ada", "a@b.org", true, ""), identify());
    lying.lies.put(
        "/userinfo", request -> LyingProvider.json(request, told.copy().put("sub", "eve")));
    assertEquals(Code.UNAVAILABLE, refusal().code());
  }

  @Test
  void aSecretIsNeverWritten() {
    OidcClient client =
        new OidcClient("n", lying.issuer, LyingProvider.CLIENT, LyingProvider.CLIENT_SECRET);
    assertFalse(client.toString().contains(LyingProvider.CLIENT_SECRET));
    assertFalse(attempt.toString().contains(attempt.verifier().getValue()));
    assertFalse(attempt.toString().contains(attempt.nonce().getValue()));
  }

  private OidcIdentity identify() throws Exception {
    return provider.identify(attempt, "code").await(15, TimeUnit.SECONDS);
  }

  private Failure refusal() {
    return assertThrows(Failure.class, this::identify);
  }

  private void refuse(String token) {
    lying.giveOut(token);
    assertEquals(Code.UNAUTHENTICATED, refusal().code(), token);
  }
}
