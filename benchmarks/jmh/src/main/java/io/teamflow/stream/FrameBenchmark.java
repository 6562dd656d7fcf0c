package io.teamflow.stream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.teamflow.codecs.stream.CommittedEvent;
import io.teamflow.codecs.stream.StreamId;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** An event rendered once, and the frames of a tick joined once for all sockets of a loop. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class FrameBenchmark {
  private final CommittedEvent event =
      new CommittedEvent(
          StreamId.project(UUID.randomUUID()),
          1_234,
          "message.created",
          Instant.parse("2026-01-01T12:00:00.123456Z"),
          UUID.randomUUID(),
          "{\"body\":\"" + "x".repeat(200) + "\"}");

  /** Frames of a tick. */
  @Param({"1", "16"})
  public int together;

  private List<Frame> frames = List.of();

  @Setup
  public void gather() {
    frames = Collections.nCopies(together, Frame.of(event));
  }

  /** Returns the bytes, or the compiler would leave the work out. */
  @Benchmark
  public byte[] render() {
    return Frame.of(event).json();
  }

  @Benchmark
  public int join() {
    ByteBuf joined = WebSocketText.join(frames, PooledByteBufAllocator.DEFAULT);
    int length = joined.readableBytes();
    joined.release();
    return length;
  }
}
