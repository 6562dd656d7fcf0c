package io.teamflow.gateway.limit;

import java.util.concurrent.TimeUnit;

/**
 * What a limit says.
 *
 * @param allowed whether there was one left
 * @param remaining how many are left now
 * @param waitMillis until there is one again; 0 when allowed
 */
public record Decision(boolean allowed, long remaining, long waitMillis) {

  /** The wait as headers and sentences tell it: in whole seconds, and rather longer. */
  public long waitSeconds() {
    return TimeUnit.MILLISECONDS.toSeconds(waitMillis) + 1;
  }
}
