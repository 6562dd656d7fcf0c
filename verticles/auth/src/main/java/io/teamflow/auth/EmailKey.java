package io.teamflow.auth;

import java.net.IDN;
import java.text.Normalizer;
import java.util.Locale;

/** What two spellings of one e-mail address have in common. */
final class EmailKey {
  private EmailKey() {}

  /**
   * Compatibility-normalized (NFKC) and lower case, the domain in its ASCII form where it has one.
   */
  static String of(String email) {
    String folded =
        Normalizer.normalize(email, Normalizer.Form.NFKC).strip().toLowerCase(Locale.ROOT);
    int at = folded.lastIndexOf('@');
    String domain = folded.substring(at + 1);
    try {
      return folded.substring(0, at + 1) + IDN.toASCII(domain);
    } catch (IllegalArgumentException _) {
      return folded;
    }
  }
}
