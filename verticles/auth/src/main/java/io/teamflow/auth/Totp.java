package io.teamflow.auth;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import io.teamflow.codecs.auth.TotpSecret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;
import org.apache.commons.codec.binary.Base32;

/** Codes of an authenticator: RFC 6238 with SHA-1, six digits and 30 seconds, as all of them do. */
final class Totp {
  private static final int SECRET_BYTES = 20;

  /** Clocks may differ by this many steps either way. */
  private static final int STEPS = 1;

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final TimeBasedOneTimePasswordGenerator CODES =
      new TimeBasedOneTimePasswordGenerator();

  private Totp() {}

  static byte[] newSecret() {
    byte[] secret = new byte[SECRET_BYTES];
    RANDOM.nextBytes(secret);
    return secret;
  }

  static TotpSecret toView(String email, byte[] secret) {
    String text = new Base32().encodeToString(secret);
    String label =
        URLEncoder.encode("TeamFlow:" + email, StandardCharsets.UTF_8).replace("+", "%20");
    return new TotpSecret(text, "otpauth://totp/" + label + "?secret=" + text + "&issuer=TeamFlow");
  }

  /** The time step in which the code is right around an instant; empty when in none. */
  static Optional<Long> stepOf(String code, byte[] secret, Instant now) {
    SecretKeySpec key = new SecretKeySpec(secret, CODES.getAlgorithm());
    long period = CODES.getTimeStep().toSeconds();
    long current = now.getEpochSecond() / period;
    for (long step = current - STEPS; step <= current + STEPS; step++) {
      try {
        Instant at = Instant.ofEpochSecond(step * period);
        if (CODES.generateOneTimePasswordString(key, at, Locale.ROOT).equals(code)) {
          return Optional.of(step);
        }
      } catch (InvalidKeyException e) {
        throw new IllegalStateException("The key is one for HMAC", e);
      }
    }
    return Optional.empty();
  }
}
