package io.teamflow.cluster.system;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import java.security.InvalidKeyException;
import java.time.Instant;
import java.util.Locale;
import javax.crypto.spec.SecretKeySpec;
import org.apache.commons.codec.binary.Base32;

/** What people have on their telephone. */
final class Authenticator {
  private Authenticator() {}

  /** The code that it shows now. */
  static String code(String secret) throws InvalidKeyException {
    TimeBasedOneTimePasswordGenerator codes = new TimeBasedOneTimePasswordGenerator();
    return codes.generateOneTimePasswordString(
        new SecretKeySpec(new Base32().decode(secret), codes.getAlgorithm()),
        Instant.now(),
        Locale.ROOT);
  }
}
