package io.teamflow.gateway;

/** Why sockets have to move to another node. */
public enum Departure {
  /** This node shuts down, and waits for them no longer than {@code Node.drain}. */
  SHUTDOWN("shutdown", 1_000),

  /** This node cannot reach its database; neither may others, which then get them all. */
  UNAVAILABLE("unavailable", 2_000);

  private final String reason;
  private final int spreadMs;

  Departure(String reason, int spreadMs) {
    this.reason = reason;
    this.spreadMs = spreadMs;
  }

  /** As clients are told. */
  public String reason() {
    return reason;
  }

  /** Over which their return is spread. */
  public int spreadMs() {
    return spreadMs;
  }
}
