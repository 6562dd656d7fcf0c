package io.teamflow.codecs.auth;

import java.net.IDN;
import java.text.Normalizer;
import java.util.Locale;

/** What the spellings of one e-mail address have in common. */
public final class EmailKey {
  private EmailKey() {}

  /**
   * Compatibility-normalized (NFKC); the local part without case, where letters that only differ as
   * small ones are the same too ({@code ß} and {@code ss}); the domain in its ASCII form where it
   * has one (RFC 5891).
   */
  public static String of(String email) {
    String plain = normalized(email).strip();
    int at = plain.lastIndexOf('@');
    String local = plain.substring(0, at + 1).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    return normalized(local) + domain(plain.substring(at + 1).toLowerCase(Locale.ROOT));
  }

  private static String domain(String domain) {
    try {
      return IDN.toASCII(domain).toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException _) {
      return domain;
    }
  }

  private static String normalized(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFKC);
  }
}
