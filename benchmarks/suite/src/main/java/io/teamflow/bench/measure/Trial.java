package io.teamflow.bench.measure;

import org.jspecify.annotations.Nullable;

/**
 * One measurement of one side.
 *
 * @param done units of work that succeeded
 * @param failed units that did not
 * @param seconds on the clock
 * @param serverCpu seconds that the server's processes used, the database not among them
 * @param databaseCpu seconds that the database's processes used
 * @param bytes of the server's memory that the work holds, 0 when nobody looked
 * @param firstFailure what the first failure said
 */
public record Trial(
    long done,
    long failed,
    double seconds,
    double serverCpu,
    double databaseCpu,
    long bytes,
    @Nullable String firstFailure) {

  /** Without a look at memory. */
  public Trial(
      long done,
      long failed,
      double seconds,
      double serverCpu,
      double databaseCpu,
      @Nullable String firstFailure) {
    this(done, failed, seconds, serverCpu, databaseCpu, 0, firstFailure);
  }

  /** Of what is there rather than of what is done; memory that has not grown is a failure. */
  public static Trial ofMemory(long held, long bytes) {
    return bytes > 0
        ? new Trial(held, 0, 0, 0, 0, bytes, null)
        : new Trial(held, 1, 0, 0, 0, bytes, "memory that did not grow");
  }

  public double rate() {
    return done / seconds;
  }

  /** Units in a second of server and database together. */
  public double perCpu() {
    return done / (serverCpu + databaseCpu);
  }

  /** Units in a second of the database's processors. */
  public double perDatabaseCpu() {
    return done / databaseCpu;
  }
}
