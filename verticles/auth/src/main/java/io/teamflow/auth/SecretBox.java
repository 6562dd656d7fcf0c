package io.teamflow.auth;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals secrets that rest in PostgreSQL, or with a browser, with a key that does not: AES-256-GCM,
 * a random nonce of 12 bytes before the ciphertext.
 */
public final class SecretBox {
  /** The length of the key in bytes. */
  public static final int KEY_BYTES = 32;

  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final SecretKeySpec key;

  /**
   * @param key {@value #KEY_BYTES} random bytes
   */
  public SecretBox(byte[] key) {
    if (key.length != KEY_BYTES) {
      throw new IllegalArgumentException(
          "The secret key has " + key.length + " bytes; it needs " + KEY_BYTES + ".");
    }
    this.key = new SecretKeySpec(key, "AES");
  }

  /**
   * @param place where it will rest; it opens only there, so that nobody can swap sealed values
   */
  Buffer seal(String place, byte[] secret) {
    byte[] nonce = new byte[NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    return Buffer.buffer(nonce).appendBytes(run(Cipher.ENCRYPT_MODE, place, nonce, secret));
  }

  /**
   * @throws IllegalStateException when it was sealed with another key or for another place
   */
  byte[] open(String place, Buffer ciphertext) {
    byte[] bytes = ciphertext.getBytes();
    byte[] nonce = Arrays.copyOf(bytes, NONCE_BYTES);
    byte[] input = Arrays.copyOfRange(bytes, nonce.length, bytes.length);
    return run(Cipher.DECRYPT_MODE, place, nonce, input);
  }

  private byte[] run(int mode, String place, byte[] nonce, byte[] input) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
      return cipher.doFinal(input);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          "A stored secret was sealed with another key. Start every node with the secret key file"
              + " of this installation (TEAMFLOW_SECRET_KEY_FILE).",
          e);
    }
  }
}
