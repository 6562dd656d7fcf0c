package io.teamflow.task;

import java.text.Normalizer;
import java.util.Locale;

/** Derives the key of a project from its name: the start of its first word, such as {@code WEB}. */
final class ProjectKey {
  private static final int LENGTH = 4;

  private ProjectKey() {}

  static String of(String name) {
    String letters =
        Normalizer.normalize(name, Normalizer.Form.NFKD)
            .toUpperCase(Locale.ROOT)
            .replaceAll("[^A-Z0-9 ]", "")
            .strip();
    String word = letters.replaceAll(" .*", "");
    String start = word.length() < 2 ? letters.replace(" ", "") : word;
    String key = start.substring(0, Math.min(LENGTH, start.length()));
    return key.length() >= 2 && Character.isLetter(key.charAt(0)) ? key : "P" + key + "X";
  }
}
