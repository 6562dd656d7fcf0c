package io.teamflow.stream;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A thousand frames put in order: as they come from one node, and with neighbours swapped. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class OrdererBenchmark {
  private static final int FRAMES = 1_000;

  private final List<Frame> ordered = new ArrayList<>();
  private final List<Frame> swapped = new ArrayList<>();

  public OrdererBenchmark() {
    UUID stream = UUID.randomUUID();
    for (int seq = 1; seq <= FRAMES; seq++) {
      ordered.add(new Frame(stream, seq, new byte[0]));
    }
    swapped.addAll(ordered);
    for (int i = 0; i < FRAMES; i += 2) {
      Collections.swap(swapped, i, i + 1);
    }
  }

  @Benchmark
  @OperationsPerInvocation(FRAMES)
  public long inOrder() {
    return order(ordered);
  }

  @Benchmark
  @OperationsPerInvocation(FRAMES)
  public long neighboursSwapped() {
    return order(swapped);
  }

  private static long order(List<Frame> frames) {
    Orderer orderer = new Orderer();
    orderer.start(0);
    long delivered = 0;
    for (Frame frame : frames) {
      delivered += orderer.offer(frame).size();
    }
    if (delivered != FRAMES) {
      throw new IllegalStateException(delivered + " of " + FRAMES);
    }
    return delivered;
  }
}
