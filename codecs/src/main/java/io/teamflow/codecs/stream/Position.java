package io.teamflow.codecs.stream;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A place in a stream's history.
 *
 * @param epoch names the history; changes when history was restored or rewound, so that a position
 *     can never silently mean something else
 * @param seq the number of the last event seen, 0 before the first
 */
public record Position(String epoch, long seq) {

  private static final Pattern EPOCH = Pattern.compile("[!-~]{1,64}");

  /** Reads {@code epoch:seq}, the form of {@code X-Stream-Position}; empty when it is none. */
  public static Optional<Position> parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 1) {
      return Optional.empty();
    }
    try {
      return of(text.substring(0, colon), Long.parseLong(text.substring(colon + 1)));
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }

  /** What a client says a position is; empty when it cannot be one. */
  public static Optional<Position> of(String epoch, long seq) {
    return seq >= 0 && EPOCH.matcher(epoch).matches()
        ? Optional.of(new Position(epoch, seq))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return epoch + ':' + seq;
  }
}
