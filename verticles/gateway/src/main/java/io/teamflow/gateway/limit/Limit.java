package io.teamflow.gateway.limit;

import java.time.Duration;

/**
 * So many at once, given back evenly over a period.
 *
 * @param name tells it from other limits, in keys and in the answer's headers
 * @param count at least 1
 * @param period from used up to full again, at least a second
 */
public record Limit(String name, int count, Duration period) {
  public Limit {
    if (count < 1 || period.toSeconds() < 1) {
      throw new IllegalArgumentException(name + " must allow something in a second or more");
    }
  }
}
