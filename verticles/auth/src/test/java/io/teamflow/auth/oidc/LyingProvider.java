package io.teamflow.auth.oidc;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A provider that answers whatever a test wants it to, for what no real one does. */
final class LyingProvider {
  static final String CLIENT = "teamflow";
  static final String CLIENT_SECRET = "a client secret of 256 bits or more, for HS256";

  /** By path, what is answered instead of the truth. */
  final Map<String, Consumer<HttpServerRequest>> lies = new ConcurrentHashMap<>();

  /** By path, how often it was asked. */
  final Map<String, Integer> asked = new ConcurrentHashMap<>();

  final URI issuer;
  private volatile ECKey key = newKey();

  LyingProvider(Vertx vertx) throws Exception {
    this(vertx, new HttpServerOptions());
  }

  LyingProvider(Vertx vertx, HttpServerOptions options) throws Exception {
    int port =
        vertx
            .createHttpServer(options)
            .requestHandler(this::answer)
            .listen(0, "127.0.0.1")
            .await(10, TimeUnit.SECONDS)
            .actualPort();
    issuer = URI.create((options.isSsl() ? "https" : "http") + "://localhost:" + port);
  }

  static ECKey newKey() throws Exception {
    return new ECKeyGenerator(Curve.P_256).keyID(UUID.randomUUID().toString()).generate();
  }

  /** From now on signs with another key, which it publishes. */
  void rotateKey() throws Exception {
    key = newKey();
  }

  ECKey key() {
    return key;
  }

  OidcProvider asSeenBy(Vertx vertx) {
    return new OidcProvider(
        new OidcClient("lying", issuer, CLIENT, CLIENT_SECRET),
        URI.create("http://127.0.0.1:8080"),
        new OidcHttp(vertx));
  }

  private void answer(HttpServerRequest request) {
    String path = String.valueOf(request.path());
    asked.merge(path, 1, Integer::sum);
    Consumer<HttpServerRequest> lie = lies.get(path);
    if (lie != null) {
      lie.accept(request);
    } else if (path.equals("/.well-known/openid-configuration")) {
      json(request, metadata());
    } else if (path.equals("/jwks")) {
      json(request, new JsonObject(new JWKSet(key).toString(true)));
    } else {
      request.response().setStatusCode(404).end();
    }
  }

  JsonObject metadata() {
    return new JsonObject()
        .put("issuer", issuer.toString())
        .put("authorization_endpoint", issuer + "/authorize")
        .put("token_endpoint", issuer + "/token")
        .put("jwks_uri", issuer + "/jwks")
        .put("userinfo_endpoint", issuer + "/userinfo")
        .put("subject_types_supported", new JsonArray().add("public"));
  }

  /** Gives out this ID token from now on. */
  void giveOut(String idToken) {
    lies.put(
        "/token",
        request ->
            json(
                request,
                new JsonObject()
                    .put("access_token", "access")
                    .put("token_type", "Bearer")
                    .put("id_token", idToken)));
  }

  /** The claims of a good ID token for an attempt. */
  JWTClaimsSet.Builder claims(OidcAttempt attempt) {
    return new JWTClaimsSet.Builder()
        .issuer(issuer.toString())
        .audience(CLIENT)
        .subject("ada")
        .claim("nonce", attempt.nonce().getValue())
        .claim("email", "ada@example.org")
        .claim("email_verified", true)
        .issueTime(Date.from(Instant.now()))
        .expirationTime(Date.from(Instant.now().plusSeconds(300)));
  }

  /** An ID token signed with a key, which may be none of the provider's. */
  static String sign(JWTClaimsSet claims, ECKey key) throws Exception {
    return sign(claims, JWSAlgorithm.ES256, key.getKeyID(), new ECDSASigner(key));
  }

  static String sign(JWTClaimsSet claims, JWSAlgorithm algorithm, String keyId, JWSSigner signer)
      throws Exception {
    SignedJWT token = new SignedJWT(new JWSHeader.Builder(algorithm).keyID(keyId).build(), claims);
    token.sign(signer);
    return token.serialize();
  }

  static void json(HttpServerRequest request, JsonObject answer) {
    request.response().putHeader("Content-Type", "application/json").end(answer.encode());
  }
}
