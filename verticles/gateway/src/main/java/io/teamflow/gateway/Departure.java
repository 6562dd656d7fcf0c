package io.teamflow.gateway;

/**
 * Sockets have to move to other nodes. Each comes back at a time of its own, so that those who take
 * them in, among them perhaps a node that has just begun, are not asked for all of it at once.
 *
 * @param reason as clients are told
 * @param spreadMs over which their return is spread, at least 1
 */
public record Departure(String reason, int spreadMs) {
  private static final int MS_EACH = 20;

  /** Everybody has moved before those who stop processes lose patience, often after ten seconds. */
  private static final int SPREAD_MAX_MS = 5_000;

  private static final int SHUTDOWN_MIN_MS = 1_000;
  private static final int UNAVAILABLE_MIN_MS = 2_000;

  /** This node shuts down, and waits for its sockets no longer than their spread and a second. */
  static Departure shutdown(int sockets) {
    return new Departure("shutdown", spread(SHUTDOWN_MIN_MS, sockets));
  }

  /** This node cannot reach its database; neither may others, which then get them all. */
  static Departure unavailable(int sockets) {
    return new Departure("unavailable", spread(UNAVAILABLE_MIN_MS, sockets));
  }

  private static int spread(int least, int sockets) {
    return Math.clamp((long) sockets * MS_EACH, least, SPREAD_MAX_MS);
  }
}
