package io.teamflow.auth.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jwt.JWT;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import io.teamflow.codecs.bus.Failure;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Verifies ID tokens: signature, issuer, audience, times, nonce (OpenID Connect Core 1.0, 3.1.3.7).
 */
final class IdTokens {
  private static final Logger log = LoggerFactory.getLogger(IdTokens.class);

  /** Made with a key pair: a token signed with the client's secret is refused. */
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512);

  private final Issuer issuer;
  private final ClientID client;
  private final IDTokenValidator validator;

  IdTokens(Issuer issuer, String clientId, JWKSet keys) {
    this.issuer = issuer;
    this.client = new ClientID(clientId);
    this.validator =
        new IDTokenValidator(
            issuer,
            client,
            new JWSVerificationKeySelector<>(ALGORITHMS, new ImmutableJWKSet<>(keys)),
            null);
  }

  /**
   * What the token says, all of it checked.
   *
   * @throws Failure UNAUTHENTICATED
   */
  IDTokenClaimsSet verify(JWT token, Nonce nonce) {
    try {
      IDTokenClaimsSet claims = validator.validate(token, nonce);
      if (!isForUsAlone(claims)) {
        throw new BadJOSEException("Made for others too: " + claims.getAudience());
      }
      return claims;
    } catch (BadJOSEException | JOSEException e) {
      log.warn("An ID token of {} is refused: {}", issuer, e.getMessage());
      throw Failure.unauthenticated(
          "What the provider says about you cannot be trusted. Start the sign-in again.");
    }
  }

  /** We trust no other audience, and nobody gets tokens for us (OpenID Connect Core, 3.1.3.7). */
  private boolean isForUsAlone(IDTokenClaimsSet claims) {
    String party = claims.getStringClaim(IDTokenClaimsSet.AZP_CLAIM_NAME);
    return claims.getAudience().size() == 1 && (party == null || party.equals(client.getValue()));
  }
}
