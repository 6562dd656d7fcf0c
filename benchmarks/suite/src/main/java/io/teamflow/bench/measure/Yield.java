package io.teamflow.bench.measure;

/** What two sides are compared by. */
public enum Yield {
  PER_SECOND("per second on the clock"),
  PER_CPU("per CPU second of server and database"),
  PER_SERVER_CPU("per CPU second of the server, the database not counted"),
  PER_DATABASE_CPU("per CPU second of the database"),
  PER_MIB("per MiB of the server's memory");

  private static final double MIB = 1024 * 1024;

  private final String words;

  Yield(String words) {
    this.words = words;
  }

  public String words() {
    return words;
  }

  public double of(Trial trial) {
    return switch (this) {
      case PER_SECOND -> trial.rate();
      case PER_CPU -> trial.perCpu();
      case PER_SERVER_CPU -> trial.done() / trial.serverCpu();
      case PER_DATABASE_CPU -> trial.perDatabaseCpu();
      case PER_MIB -> trial.done() / (trial.bytes() / MIB);
    };
  }
}
