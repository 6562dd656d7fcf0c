package io.teamflow.codecs.auth;

import io.teamflow.codecs.bus.Validation;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The bounds of what people sign in with. */
final class Credentials {
  static final int EMAIL_MAX = 254;
  static final int PASSWORD_MIN = 8;
  static final int PASSWORD_MAX = 256;

  /** One {@code @} between two parts without spaces; whether it exists only a mail can tell. */
  private static final Pattern EMAIL = Pattern.compile("[^\\s@\\p{Cntrl}]+@[^\\s@\\p{Cntrl}]+");

  private Credentials() {}

  static Validation check(@Nullable String email, @Nullable String password, int passwordMin) {
    return checkEmail(Validation.check(), email)
        .text("/password", password, passwordMin, PASSWORD_MAX);
  }

  static Validation checkEmail(Validation check, @Nullable String email) {
    return check
        .text("/email", email, 3, EMAIL_MAX)
        .matches("/email", email, EMAIL, "must be an e-mail address");
  }
}
