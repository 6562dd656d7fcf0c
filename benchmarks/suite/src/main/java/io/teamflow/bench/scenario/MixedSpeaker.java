package io.teamflow.bench.scenario;

import io.teamflow.bench.load.Speaker;
import java.nio.ByteBuffer;
import java.util.function.LongFunction;

/**
 * A user at work: of twenty requests seven get a task, seven a list, four change a task and two
 * make one, always in the same order.
 */
final class MixedSpeaker implements Speaker {
  /** G get, L list, P patch, C create. */
  static final String ORDER = "GLPGLGLCGLPGLPGLCGLP";

  private final byte[] get;
  private final byte[] list;
  private final byte[] create;
  private final LongFunction<byte[]> patch;
  private int step;
  private long version = 1;

  /**
   * @param patch by the version that the task has, which is 1 at first and grows with each
   */
  MixedSpeaker(byte[] get, byte[] list, byte[] create, LongFunction<byte[]> patch) {
    this.get = get;
    this.list = list;
    this.create = create;
    this.patch = patch;
  }

  @Override
  public ByteBuffer next() {
    return ByteBuffer.wrap(
        switch (kind()) {
          case 'G' -> get;
          case 'L' -> list;
          case 'C' -> create;
          default -> patch.apply(version);
        });
  }

  @Override
  public boolean answered(int status) {
    char kind = kind();
    step = (step + 1) % ORDER.length();
    if (kind == 'P' && status == 200) {
      version++;
    }
    return status == (kind == 'C' ? 201 : 200);
  }

  private char kind() {
    return ORDER.charAt(step);
  }
}
