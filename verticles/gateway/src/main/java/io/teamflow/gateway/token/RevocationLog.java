package io.teamflow.gateway.token;

import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;

/** Where a node reads which sessions have ended. It must not depend on other nodes. */
@FunctionalInterface
public interface RevocationLog {
  /** The position before the first entry. */
  String BEGINNING = "0";

  /**
   * A part of the log.
   *
   * @param sessions that have ended; some may have been read before
   * @param position where to go on
   */
  record Page(List<UUID> sessions, String position) {
    public Page {
      sessions = List.copyOf(sessions);
    }
  }

  /**
   * Every session that ended since a position.
   *
   * @param position {@link #BEGINNING}, or the one read before
   */
  Future<Page> since(String position);
}
