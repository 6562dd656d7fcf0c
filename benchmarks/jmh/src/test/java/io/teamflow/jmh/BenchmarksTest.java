package io.teamflow.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Each benchmark runs for a moment, in this JVM. Nothing is said of how fast. */
class BenchmarksTest {
  @Test
  void eachOneRuns() throws Exception {
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include("io\\.teamflow\\..*")
                    .forks(0)
                    .warmupIterations(0)
                    .measurementIterations(1)
                    .measurementTime(TimeValue.milliseconds(20))
                    .shouldFailOnError(true)
                    .verbosity(VerboseMode.SILENT)
                    .build())
            .run();
    Set<String> classes = new HashSet<>();
    for (RunResult result : results) {
      String name = result.getParams().getBenchmark();
      classes.add(name.substring(0, name.lastIndexOf('.')));
      assertTrue(result.getPrimaryResult().getScore() > 0, name);
    }
    assertEquals(
        Set.of(
            "io.teamflow.codecs.bus.RecordCodecBenchmark",
            "io.teamflow.stream.FrameBenchmark",
            "io.teamflow.stream.OrdererBenchmark"),
        classes);
  }
}
