package io.teamflow.bench;

import java.net.URI;
import java.util.List;

/**
 * What {@code ./teamflow seed} was asked for.
 *
 * @param number 0 to 999999; another number is another team
 */
record SeedOptions(URI uri, int number) {
  private static final int NUMBER_MAX = 999_999;

  static SeedOptions parse(List<String> words) {
    URI uri = URI.create("http://127.0.0.1:8080");
    int number = 1;
    Arguments arguments = new Arguments(words);
    while (arguments.hasNext()) {
      String word = arguments.next();
      switch (word) {
        case "--uri" -> uri = arguments.loopback(word);
        case "--seed" -> number = arguments.number(word, 0, NUMBER_MAX);
        default -> throw new UsageException("seed knows --uri and --seed, not " + word + ".");
      }
    }
    return new SeedOptions(uri, number);
  }
}
