package io.teamflow.auth.oidc;

import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.Nonce;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A sign-in that waits for its provider. The browser carries it, sealed; nothing is stored until it
 * comes back.
 *
 * @param state 256 random bits that the provider hands back
 * @param nonce 256 random bits that the ID token must hold
 * @param verifier proves to the provider that who began asks for the token (PKCE, RFC 7636)
 * @param returnPath where the browser goes afterwards
 * @param link absent for a sign-in
 */
public record OidcAttempt(
    String provider,
    State state,
    Nonce nonce,
    CodeVerifier verifier,
    Instant expiresAt,
    @Nullable String returnPath,
    @Nullable Link link) {
  public static final Duration LIFETIME = Duration.ofMinutes(10);

  private static final int RANDOM_BYTES = 32;

  /** The account that an identity is to be linked with, and the session in which that was asked. */
  public record Link(UUID account, UUID session) {}

  /** A new one, with random bits of its own. */
  public static OidcAttempt begin(
      String provider, @Nullable String returnPath, @Nullable Link link) {
    return new OidcAttempt(
        provider,
        new State(RANDOM_BYTES),
        new Nonce(RANDOM_BYTES),
        new CodeVerifier(),
        Instant.now().plus(LIFETIME),
        returnPath,
        link);
  }

  /** As bytes to be sealed. */
  public byte[] toBytes() {
    JsonObject json =
        new JsonObject()
            .put("provider", provider)
            .put("state", state.getValue())
            .put("nonce", nonce.getValue())
            .put("verifier", verifier.getValue())
            .put("expiresAt", expiresAt)
            .put("returnPath", returnPath);
    if (link != null) {
      json.put("account", link.account().toString()).put("session", link.session().toString());
    }
    return json.toBuffer().getBytes();
  }

  /** From what {@link #toBytes} gave. */
  public static OidcAttempt of(byte[] bytes) {
    JsonObject json = new JsonObject(Buffer.buffer(bytes));
    return new OidcAttempt(
        json.getString("provider"),
        new State(json.getString("state")),
        new Nonce(json.getString("nonce")),
        new CodeVerifier(json.getString("verifier")),
        json.getInstant("expiresAt"),
        json.getString("returnPath"),
        json.containsKey("account")
            ? new Link(
                UUID.fromString(json.getString("account")),
                UUID.fromString(json.getString("session")))
            : null);
  }

  /** Without what proves it. */
  @Override
  public String toString() {
    return "OidcAttempt[provider=" + provider + "]";
  }
}
