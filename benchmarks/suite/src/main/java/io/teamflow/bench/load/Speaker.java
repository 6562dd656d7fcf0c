package io.teamflow.bench.load;

import java.nio.ByteBuffer;

/** What one connection says, one request after the other. Used by one thread at a time. */
public interface Speaker {
  /** The next request, ready to be written. Asked for again only after the answer to the last. */
  ByteBuffer next();

  /** Tells the status of the answer to the last request; whether it is a success. */
  boolean answered(int status);

  /** Says the same again and again, and wants the same status each time. */
  static Speaker repeating(byte[] request, int status) {
    ByteBuffer bytes = ByteBuffer.allocateDirect(request.length).put(request).flip();
    return new Speaker() {
      @Override
      public ByteBuffer next() {
        return bytes.rewind();
      }

      @Override
      public boolean answered(int actual) {
        return actual == status;
      }
    };
  }
}
