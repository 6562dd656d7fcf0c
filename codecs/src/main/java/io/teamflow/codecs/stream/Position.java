package io.teamflow.codecs.stream;

import java.util.Optional;

/**
 * A place in a stream's history.
 *
 * @param epoch names the history; changes when history was restored or rewound, so that a position
 *     can never silently mean something else
 * @param seq the number of the last event seen, 0 before the first
 */
public record Position(String epoch, long seq) {

  /** Reads {@code epoch:seq}, the form of {@code X-Stream-Position}; empty when it is none. */
  public static Optional<Position> parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 1) {
      return Optional.empty();
    }
    try {
      long seq = Long.parseLong(text.substring(colon + 1));
      return seq < 0 ? Optional.empty() : Optional.of(new Position(text.substring(0, colon), seq));
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return epoch + ':' + seq;
  }
}
