package io.teamflow.auth;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * An opaque token of 256 random bits. Only its hash is stored; being random, it needs no salt and
 * no slow hash.
 *
 * @param text what the client keeps: base64url
 */
record OpaqueToken(String text) {
  private static final SecureRandom RANDOM = new SecureRandom();

  static OpaqueToken generate() {
    byte[] bits = new byte[32];
    RANDOM.nextBytes(bits);
    return new OpaqueToken(Base64.getUrlEncoder().withoutPadding().encodeToString(bits));
  }

  Buffer hash() {
    return hashOf(text);
  }

  static Buffer hashOf(String text) {
    try {
      return Buffer.buffer(
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }

  /** The hash itself, as it travels. */
  static Buffer hashOfEncoded(String base64url) {
    return Buffer.buffer(Base64.getUrlDecoder().decode(base64url));
  }

  /** Without the token. */
  @Override
  public String toString() {
    return "OpaqueToken[]";
  }
}
