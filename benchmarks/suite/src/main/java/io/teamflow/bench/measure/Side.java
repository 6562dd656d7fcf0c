package io.teamflow.bench.measure;

import java.io.IOException;
import java.time.Duration;

/** One of two that do the same work. */
public interface Side {
  /** What it is, such as {@code TeamFlow}. */
  String name();

  /** Works as hard as it can for a time. */
  Trial run(Duration time) throws IOException, InterruptedException;
}
