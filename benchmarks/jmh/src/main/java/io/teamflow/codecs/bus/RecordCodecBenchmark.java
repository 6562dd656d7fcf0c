package io.teamflow.codecs.bus;

import io.teamflow.codecs.chat.SendMessage;
import io.vertx.core.buffer.Buffer;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A command and a page of a list on their way to another node. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class RecordCodecBenchmark {
  private final RecordCodec codec = new RecordCodec();
  private final Message command =
      new SendMessage(
          UUID.randomUUID(),
          UUID.randomUUID(),
          UUID.randomUUID(),
          "who has time to look before the call at eleven?",
          null);
  private final Message page =
      new ResourcePage("[" + "{\"title\":\"a task\"},".repeat(400) + "{}]", "cursor", null);
  private final Buffer commandBytes = encoded(command);
  private final Buffer pageBytes = encoded(page);

  private Buffer encoded(Message message) {
    Buffer buffer = Buffer.buffer();
    codec.encodeToWire(buffer, message);
    return buffer;
  }

  @Benchmark
  public Buffer encodeCommand() {
    return encoded(command);
  }

  @Benchmark
  public Object decodeCommand() {
    return codec.decodeFromWire(0, commandBytes);
  }

  @Benchmark
  public Buffer encodePage() {
    return encoded(page);
  }

  @Benchmark
  public Object decodePage() {
    return codec.decodeFromWire(0, pageBytes);
  }
}
