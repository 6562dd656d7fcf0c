package io.teamflow.bench.scenario;

import io.teamflow.bench.load.Speaker;
import java.nio.ByteBuffer;
import java.util.function.LongFunction;

/** Says something else each time; what was refused is said again. */
final class Varying implements Speaker {
  private final LongFunction<byte[]> request;
  private final int status;
  private long number;

  /**
   * @param request by how many were answered as wanted, counted from the first number on
   */
  Varying(long first, int status, LongFunction<byte[]> request) {
    this.number = first;
    this.status = status;
    this.request = request;
  }

  @Override
  public ByteBuffer next() {
    return ByteBuffer.wrap(request.apply(number));
  }

  @Override
  public boolean answered(int actual) {
    if (actual != status) {
      return false;
    }
    number++;
    return true;
  }
}
