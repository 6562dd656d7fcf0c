package io.teamflow.driver;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Checks what a subscriber of one channel is told against what it was promised: after the position
 * it subscribed at, every number once and in order.
 */
public final class StoryCheck {
  private final List<JsonNode> events = new ArrayList<>();
  private final List<String> violations = new ArrayList<>();
  private long position = -1;
  private Duration longestLag = Duration.ZERO;

  /** The subscription was answered; {@code recovered} says whether the story goes on. */
  public synchronized void subscribed(long seq, boolean recovered, boolean askedSince) {
    if (!askedSince) {
      position = seq;
    } else if (!recovered) {
      violations.add("the position " + position + " was not known any more, " + seq + " is told");
      position = seq;
    } else if (seq < position) {
      violations.add("subscribed at " + seq + " after " + position + " had been seen");
    }
  }

  /** An event came. */
  public synchronized void event(JsonNode event) {
    long seq = event.get("seq").longValue();
    if (position < 0) {
      violations.add("event " + seq + " before the subscription was answered");
    } else if (seq <= position) {
      violations.add("event " + seq + " again, or late: " + position + " had been seen");
    } else if (seq > position + 1) {
      violations.add("gap: event " + seq + " after " + position);
    }
    position = Math.max(position, seq);
    events.add(event);
    if (event.has("at")) {
      Duration lag = Duration.between(Instant.parse(event.get("at").textValue()), Instant.now());
      longestLag = lag.compareTo(longestLag) > 0 ? lag : longestLag;
    }
  }

  /** The socket said something that it must not say. */
  public synchronized void broken(String how) {
    violations.add(how);
  }

  /** The last number seen, -1 before the subscription. */
  public synchronized long position() {
    return position;
  }

  /**
   * The longest that it took from the time of an event until it was heard, since the last call. The
   * clocks must agree.
   */
  public synchronized Duration takeLongestLag() {
    Duration longest = longestLag;
    longestLag = Duration.ZERO;
    return longest;
  }

  /** The longest of several stories. */
  public static Duration takeLongestLag(Stream<StoryCheck> stories) {
    return stories.map(StoryCheck::takeLongestLag).max(Duration::compareTo).orElseThrow();
  }

  public synchronized List<JsonNode> events() {
    return List.copyOf(events);
  }

  /** What was not as promised; empty is good. */
  public synchronized List<String> violations() {
    return List.copyOf(violations);
  }
}
