package io.teamflow.auth;

import io.teamflow.stream.database.Database;
import io.teamflow.stream.database.Purge;
import io.teamflow.stream.database.Reads;
import io.teamflow.stream.database.Statement;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;

/**
 * The log of ended sessions in PostgreSQL, to be polled: whose access tokens must be refused before
 * they expire. Sessions enter it by themselves, in the transaction that ends them.
 */
public final class PgRevocationStore {
  /** The position before the first entry: from here every session still to be refused is read. */
  public static final String BEGINNING = "0";

  /** A position that lies ahead was given before the database was restored: all is read again. */
  private static final String SINCE =
      """
      SELECT pg_snapshot_xmin(s.now)::text AS position,
             ARRAY(SELECT session_id FROM revocation
                    WHERE xid >= CASE WHEN $1::text::xid8 <= pg_snapshot_xmax(s.now)
                                      THEN $1::text::xid8 ELSE '0'::xid8 END
                    ORDER BY xid) AS sessions
        FROM (SELECT pg_current_snapshot()) AS s (now)
      """;

  /** Longer than an access token lives, with room for clocks that differ. */
  static final Statement OUTLIVED =
      Purge.of("revocation", "revoked_at < now() - interval '20 minutes'");

  /**
   * What was read.
   *
   * @param sessions in commit order or nearly so; some may have been read before
   * @param position where to go on
   */
  public record Revocations(List<UUID> sessions, String position) {}

  private final Reads reads;

  public PgRevocationStore(Database database) {
    reads = database.reads();
  }

  /**
   * Every session that ended since a position, each at least once.
   *
   * @param position {@link #BEGINNING}, or the one read before
   */
  public Future<Revocations> since(String position) {
    return reads.list(SINCE, Tuple.of(position)).map(rows -> toRevocations(rows.getFirst()));
  }

  private static Revocations toRevocations(Row row) {
    return new Revocations(List.of(row.getArrayOfUUIDs("sessions")), row.getString("position"));
  }
}
