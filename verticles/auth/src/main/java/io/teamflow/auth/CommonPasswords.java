package io.teamflow.auth;

import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.bus.Violation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** The passwords that everybody tries first, as far as they are long enough to be accepted. */
final class CommonPasswords {
  private static final Set<String> KNOWN = read();

  private CommonPasswords() {}

  /**
   * Refuses a common password in any case and width.
   *
   * @param pointer the member of the request it stands in
   * @throws Failure INVALID
   */
  static void refuse(String pointer, String password) {
    if (KNOWN.contains(Passwords.normalized(password).toLowerCase(Locale.ROOT))) {
      throw Failure.invalid(List.of(new Violation(pointer, "is one of the most common passwords")));
    }
  }

  private static Set<String> read() {
    try (InputStream in =
        Objects.requireNonNull(CommonPasswords.class.getResourceAsStream("common-passwords.txt"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .collect(Collectors.toUnmodifiableSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
