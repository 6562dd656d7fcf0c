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
 * @param firstFailure what the first failure said
 */
public record Trial(
    long done,
    long failed,
    double seconds,
    double serverCpu,
    double databaseCpu,
    @Nullable String firstFailure) {

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
