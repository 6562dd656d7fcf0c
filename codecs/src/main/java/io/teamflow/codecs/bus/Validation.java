package io.teamflow.codecs.bus;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Collects what is wrong with a command, so that its caller learns everything at once. Used by the
 * compact constructors of commands: {@code Validation.check().text("/title", title, 1,
 * 200).done()}.
 */
public final class Validation {
  private final List<Violation> violations = new ArrayList<>();

  private Validation() {}

  public static Validation check() {
    return new Validation();
  }

  /** A required text of {@code min} to {@code max} characters that PostgreSQL can store. */
  public Validation text(String pointer, @Nullable String value, int min, int max) {
    if (value == null) {
      return violation(pointer, "is required");
    }
    int length = value.codePointCount(0, value.length());
    if (length < min || length > max) {
      return violation(pointer, "must have " + min + " to " + max + " characters, has " + length);
    }
    if (min > 0 && value.isBlank()) {
      return violation(pointer, "must not be blank");
    }
    if (!storable(value)) {
      return violation(pointer, "must not contain U+0000 or unpaired surrogates");
    }
    return this;
  }

  /** Like {@link #text}, but may be absent. */
  public Validation optionalText(String pointer, @Nullable String value, int min, int max) {
    return value == null ? this : text(pointer, value, min, max);
  }

  public Validation required(String pointer, @Nullable Object value) {
    return value == null ? violation(pointer, "is required") : this;
  }

  public Validation atMost(String pointer, int count, int max) {
    return count > max ? violation(pointer, "must have at most " + max + " entries") : this;
  }

  public Validation matches(
      String pointer, @Nullable String value, java.util.regex.Pattern pattern, String rule) {
    return value != null && pattern.matcher(value).matches() ? this : violation(pointer, rule);
  }

  public Validation violation(String pointer, String detail) {
    violations.add(new Violation(pointer, detail));
    return this;
  }

  /**
   * Ends the check.
   *
   * @throws Failure {@link Failure.Code#INVALID} with every violation found
   */
  public void done() {
    if (!violations.isEmpty()) {
      throw Failure.invalid(violations);
    }
  }

  private static boolean storable(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == 0 || Character.isLowSurrogate(c)) {
        return false;
      }
      if (Character.isHighSurrogate(c)
          && (++i == value.length() || !Character.isLowSurrogate(value.charAt(i)))) {
        return false;
      }
    }
    return true;
  }
}
