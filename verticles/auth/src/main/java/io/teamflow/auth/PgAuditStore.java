package io.teamflow.auth;

import io.teamflow.stream.database.Database;
import io.teamflow.stream.database.Statement;
import io.teamflow.stream.database.Writes;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What was refused, in the audit log. What was done is entered by the statement that does it. */
final class PgAuditStore {
  private static final Statement INSERT =
      Statement.of(
          """
          INSERT INTO audit (account_id, action, result, address, device)
          VALUES ($1, $2, 'REFUSED', $3, $4)
          """);

  /** Kept for a year. */
  static final Statement OUTLIVED = Statement.of("SELECT trim_audit($1) AS taken");

  private final Writes writes;

  PgAuditStore(Database database) {
    writes = database.writes();
  }

  /**
   * Enters a refusal.
   *
   * @param account absent when there is none of that name; the entry is written all the same, so
   *     that time does not tell
   */
  Future<Void> insertRefusal(Audit action, @Nullable UUID account, Origin origin) {
    return writes
        .run(INSERT, Tuple.of(account, action.name(), origin.address(), origin.device()))
        .mapEmpty();
  }
}
