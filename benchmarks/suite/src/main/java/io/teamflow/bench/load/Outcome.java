package io.teamflow.bench.load;

import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What came back.
 *
 * @param done answers with the wanted status
 * @param failed other answers, and connections that broke
 * @param seconds from the first request to the last answer
 * @param latency of all answers, in nanoseconds
 * @param firstFailure what the first of the failed said
 */
public record Outcome(
    long done, long failed, double seconds, Histogram latency, @Nullable String firstFailure) {

  /** Answers with the wanted status in a second. */
  public double rate() {
    return done / seconds;
  }
}
