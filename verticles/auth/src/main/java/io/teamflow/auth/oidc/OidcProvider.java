package io.teamflow.auth.oidc;

import com.nimbusds.jwt.JWT;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.token.AccessToken;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.UserInfoRequest;
import com.nimbusds.openid.connect.sdk.UserInfoResponse;
import com.nimbusds.openid.connect.sdk.claims.ClaimsSet;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.claims.PersonClaims;
import com.nimbusds.openid.connect.sdk.claims.UserInfo;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import io.teamflow.codecs.bus.Failure;
import io.vertx.core.Future;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One OpenID provider, spoken with by the authorization code flow with PKCE (OpenID Connect Core
 * 1.0, RFC 7636, RFC 9700). What it publishes is read when first needed, so that no node waits for
 * a provider to start. Fails with UNAVAILABLE where the provider does not do its part. For use from
 * one context.
 */
public final class OidcProvider {
  private static final Logger log = LoggerFactory.getLogger(OidcProvider.class);

  private static final Scope SCOPE = new Scope("openid", "email", "profile");

  /** Nobody's address or name is longer. */
  private static final int TEXT_MAX = 1_000;

  /** Less than the bus waits for an answer. */
  private static final long PATIENCE_MS = 8_000;

  private final OidcClient client;
  private final Issuer issuer;
  private final URI redirect;
  private final OidcHttp http;
  private final OidcPublished published;

  OidcProvider(OidcClient client, URI publicUrl, OidcHttp http) {
    this.client = client;
    this.issuer = new Issuer(client.issuer());
    this.redirect =
        publicUrl.resolve("/api/v1/auth/oidc/" + client.name() + "/callback").normalize();
    this.http = http;
    this.published = new OidcPublished(client.issuer(), http);
  }

  public String name() {
    return client.name();
  }

  public String issuer() {
    return issuer.getValue();
  }

  /** Where a browser goes to carry the attempt out. */
  public Future<URI> authorizationUrl(OidcAttempt attempt) {
    return patiently(
        published
            .metadata()
            .map(
                known ->
                    new AuthenticationRequest.Builder(
                            ResponseType.CODE, SCOPE, new ClientID(client.clientId()), redirect)
                        .endpointURI(known.getAuthorizationEndpointURI())
                        .state(attempt.state())
                        .nonce(attempt.nonce())
                        .codeChallenge(attempt.verifier(), CodeChallengeMethod.S256)
                        .build()
                        .toURI()));
  }

  /**
   * Exchanges the code that the provider gave the browser for the proof of who is there. INVALID
   * when the provider does not know the code, UNAUTHENTICATED when its proof does not hold.
   */
  public Future<OidcIdentity> identify(OidcAttempt attempt, String code) {
    return patiently(
        published
            .metadata()
            .compose(
                known ->
                    http.send(tokenRequest(known, attempt, code))
                        .map(OidcProvider::tokens)
                        .compose(tokens -> identify(known, attempt, tokens))));
  }

  private Future<OidcIdentity> identify(
      OIDCProviderMetadata known, OidcAttempt attempt, OIDCTokenResponse tokens) {
    JWT token = tokens.getOIDCTokens().getIDToken();
    return published
        .keysFor(token)
        .map(set -> new IdTokens(issuer, client.clientId(), set).verify(token, attempt.nonce()))
        .compose(
            claims ->
                claims.getClaim(PersonClaims.EMAIL_CLAIM_NAME) == null
                    ? userInfo(known, claims, tokens.getTokens().getAccessToken())
                        .map(told -> identity(claims, told))
                    : Future.succeededFuture(identity(claims, claims)));
  }

  private OidcIdentity identity(IDTokenClaimsSet proved, ClaimsSet told) {
    return new OidcIdentity(
        issuer(),
        proved.getSubject().getValue(),
        text(told, PersonClaims.EMAIL_CLAIM_NAME),
        // some providers write a string
        "true".equals(String.valueOf(told.getClaim(PersonClaims.EMAIL_VERIFIED_CLAIM_NAME))),
        text(told, PersonClaims.NAME_CLAIM_NAME));
  }

  private static String text(ClaimsSet claims, String name) {
    String text = claims.getStringClaim(name);
    return text == null || text.length() > TEXT_MAX ? "" : text;
  }

  private HTTPRequest tokenRequest(OIDCProviderMetadata known, OidcAttempt attempt, String code) {
    return new TokenRequest.Builder(
            known.getTokenEndpointURI(),
            authentication(known.getTokenEndpointAuthMethods()),
            new AuthorizationCodeGrant(new AuthorizationCode(code), redirect, attempt.verifier()))
        .build()
        .toHTTPRequest();
  }

  /** By header, which every provider knows unless it says otherwise. */
  private ClientAuthentication authentication(
      @Nullable List<ClientAuthenticationMethod> supported) {
    ClientID id = new ClientID(client.clientId());
    Secret secret = new Secret(client.clientSecret());
    return supported == null || supported.contains(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
        ? new ClientSecretBasic(id, secret)
        : new ClientSecretPost(id, secret);
  }

  private static OIDCTokenResponse tokens(HTTPResponse answer) {
    TokenResponse response = tokenResponse(answer);
    if (response.indicatesSuccess()) {
      return (OIDCTokenResponse) response.toSuccessResponse();
    }
    String error = response.toErrorResponse().getErrorObject().getCode();
    if (OAuth2Error.INVALID_GRANT.getCode().equals(error)) {
      throw Failure.invalid("The provider does not know this sign-in any more. Start it again.");
    }
    throw new UnusableAnswerException("It refused the token: " + error);
  }

  /** What cannot be read may hold a token all the same, so nothing of it is told. */
  private static TokenResponse tokenResponse(HTTPResponse answer) {
    try {
      return OIDCTokenResponseParser.parse(answer);
    } catch (ParseException _) {
      throw new UnusableAnswerException(
          "Its token response of status " + answer.getStatusCode() + " cannot be read");
    }
  }

  /** What the ID token does not tell; the address belongs there when tokens are given out. */
  private Future<ClaimsSet> userInfo(
      OIDCProviderMetadata known, IDTokenClaimsSet proved, AccessToken access) {
    URI endpoint = known.getUserInfoEndpointURI();
    if (endpoint == null) {
      return Future.succeededFuture(proved);
    }
    return http.send(new UserInfoRequest(endpoint, access).toHTTPRequest())
        .map(
            answer -> {
              UserInfoResponse response =
                  UnusableAnswerException.parse(() -> UserInfoResponse.parse(answer));
              UserInfo told =
                  response.indicatesSuccess() ? response.toSuccessResponse().getUserInfo() : null;
              if (told == null || !told.getSubject().equals(proved.getSubject())) {
                throw new UnusableAnswerException("Its user information is unusable");
              }
              return told;
            });
  }

  private <T> Future<T> patiently(Future<T> work) {
    return work.timeout(PATIENCE_MS, TimeUnit.MILLISECONDS)
        .recover(
            error -> {
              if (error instanceof Failure failure) {
                return Future.failedFuture(failure);
              }
              log.warn("The OpenID provider {} cannot be used: {}", name(), error.toString());
              return Future.failedFuture(
                  Failure.unavailable(
                      "The provider cannot be reached right now. Sign in another way, or try again."));
            });
  }
}
