package io.teamflow.bench.socket;

import java.util.List;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What came of speaking for a while.
 *
 * @param said how often something was said
 * @param expected deliveries of it, to everybody in its room
 * @param heard deliveries that came
 * @param seconds from the first word to the last delivery
 * @param latency of a sample of the deliveries, in nanoseconds from when they were due to be said
 * @param byServer the same, apart for each server that the sockets are spread over
 * @param failure what the first failure said
 */
public record Heard(
    long said,
    long expected,
    long heard,
    double seconds,
    Histogram latency,
    List<Histogram> byServer,
    @Nullable String failure) {

  public Heard {
    byServer = List.copyOf(byServer);
  }

  /** Deliveries in a second. */
  public double rate() {
    return heard / seconds;
  }

  /** Milliseconds that all but one in a hundred took at most. */
  public double p99Ms() {
    return latency.getValueAtPercentile(99) / 1e6;
  }

  /** Whether everything arrived. */
  public boolean whole() {
    return heard >= expected && failure == null;
  }
}
