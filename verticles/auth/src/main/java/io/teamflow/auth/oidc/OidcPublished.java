package io.teamflow.auth.oidc;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWT;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderConfigurationRequest;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import io.vertx.core.Future;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a provider publishes: its endpoints (OpenID Connect Discovery 1.0) and its keys. Read when
 * first needed, again each hour, and the keys when an unknown one signs. For use from one context.
 */
final class OidcPublished {
  private static final Duration READ_AGAIN = Duration.ofHours(1);

  private final Issuer issuer;
  private final boolean plain;
  private final OidcHttp http;
  private final Cached<OIDCProviderMetadata> metadata;
  private final Cached<JWKSet> keys;

  /**
   * @param issuer with plain HTTP only on this machine, which its endpoints may have then, too
   */
  OidcPublished(URI issuer, OidcHttp http) {
    this.issuer = new Issuer(issuer);
    this.plain = "http".equals(issuer.getScheme());
    this.http = http;
    this.metadata = new Cached<>(READ_AGAIN, this::readMetadata);
    this.keys = new Cached<>(READ_AGAIN, () -> metadata.get().compose(this::readKeys));
  }

  /** The endpoints; those that we use are there and as safe as the issuer. */
  Future<OIDCProviderMetadata> metadata() {
    return metadata.get();
  }

  /** The keys in hand, or, where the token's is not among them, the ones of now. */
  Future<JWKSet> keysFor(JWT token) {
    String id = token.getHeader() instanceof JWSHeader header ? header.getKeyID() : null;
    return keys.get()
        .compose(
            known ->
                id == null || known.getKeyByKeyId(id) != null
                    ? Future.succeededFuture(known)
                    : keys.reload());
  }

  private Future<JWKSet> readKeys(OIDCProviderMetadata known) {
    return http.send(new HTTPRequest(HTTPRequest.Method.GET, known.getJWKSetURI()))
        .map(
            answer ->
                UnusableAnswerException.parse(
                    () -> {
                      answer.ensureStatusCode(HTTPResponse.SC_OK);
                      return JWKSet.parse(answer.getBody()).toPublicJWKSet();
                    }));
  }

  private Future<OIDCProviderMetadata> readMetadata() {
    return http.send(new OIDCProviderConfigurationRequest(issuer).toHTTPRequest())
        .map(
            answer ->
                UnusableAnswerException.parse(
                    () -> {
                      answer.ensureStatusCode(HTTPResponse.SC_OK);
                      return checked(OIDCProviderMetadata.parse(answer.getBody()));
                    }));
  }

  /** The same, once it is known to be the issuer's and safe to follow. */
  OIDCProviderMetadata checked(OIDCProviderMetadata found) throws GeneralException {
    if (!issuer.equals(found.getIssuer())) {
      throw new GeneralException("It calls itself " + found.getIssuer());
    }
    check("authorization", found.getAuthorizationEndpointURI());
    check("token", found.getTokenEndpointURI());
    check("key", found.getJWKSetURI());
    if (found.getUserInfoEndpointURI() != null) {
      check("user information", found.getUserInfoEndpointURI());
    }
    return found;
  }

  private void check(String what, @Nullable URI endpoint) throws GeneralException {
    if (endpoint == null || !(plain || "https".equals(endpoint.getScheme()))) {
      throw new GeneralException("Its " + what + " endpoint is missing or unsafe: " + endpoint);
    }
  }
}
