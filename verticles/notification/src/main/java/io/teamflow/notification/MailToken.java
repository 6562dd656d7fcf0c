package io.teamflow.notification;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * What a mail proves, made at the moment it is sent: 256 random bits, of which only the hash is
 * stored.
 */
record MailToken(String text) {
  private static final SecureRandom RANDOM = new SecureRandom();

  static MailToken generate() {
    byte[] bits = new byte[32];
    RANDOM.nextBytes(bits);
    return new MailToken(Base64.getUrlEncoder().withoutPadding().encodeToString(bits));
  }

  Buffer hash() {
    try {
      return Buffer.buffer(
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }

  /** Without the token. */
  @Override
  public String toString() {
    return "MailToken[]";
  }
}
