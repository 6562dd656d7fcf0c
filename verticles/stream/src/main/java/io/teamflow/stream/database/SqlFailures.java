package io.teamflow.stream.database;

import io.teamflow.codecs.bus.Failure;
import io.vertx.pgclient.PgException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What PostgreSQL refuses, as {@link Failure}s by SQLSTATE. Nobody else reads SQLSTATEs. */
final class SqlFailures {
  private static final Logger log = LoggerFactory.getLogger(SqlFailures.class);

  private static final String UNIQUE_VIOLATION = "23505";
  private static final String FOREIGN_KEY_VIOLATION = "23503";
  private static final String CHECK_VIOLATION = "23514";
  private static final String LOCK_NOT_AVAILABLE = "55P03";
  private static final String QUERY_CANCELED = "57014";
  private static final String DEADLOCK_DETECTED = "40P01";
  private static final String SERIALIZATION_FAILURE = "40001";
  private static final String READ_ONLY_TRANSACTION = "25006";
  private static final String KEY_WAS_USED = "TF001";
  private static final String DATA_EXCEPTION = "22";
  private static final String INSUFFICIENT_RESOURCES = "53";
  private static final String CONNECTION_EXCEPTION = "08";
  private static final String OPERATOR_INTERVENTION = "57P";

  private SqlFailures() {}

  /** Whether the same transaction may simply run again: it lost to another one. */
  static boolean lostToAnother(Throwable error) {
    return error instanceof PgException pg
        && (DEADLOCK_DETECTED.equals(pg.getSqlState())
            || SERIALIZATION_FAILURE.equals(pg.getSqlState()));
  }

  /** Whether a key was claimed that stands for something already. */
  static boolean keyWasUsed(Throwable error) {
    return error instanceof PgException pg && KEY_WAS_USED.equals(pg.getSqlState());
  }

  /** Why a key could not be claimed: whoever else is claiming it has not ended in time. */
  static Throwable ofClaim(Throwable error) {
    return error instanceof PgException pg && LOCK_NOT_AVAILABLE.equals(pg.getSqlState())
        ? Failure.conflict("The first request with this key is still running. Try again.")
        : error;
  }

  static Failure of(Throwable error, Map<String, String> refusals) {
    if (error instanceof Failure failure) {
      return failure;
    }
    if (!(error instanceof PgException pg)) {
      log.warn("PostgreSQL cannot be reached: {}", error.toString());
      return Failure.unavailable("The database cannot be reached. Try again.");
    }
    String state = pg.getSqlState();
    String sentence = pg.getConstraint() == null ? null : refusals.get(pg.getConstraint());
    if (sentence != null) {
      return Failure.conflict(sentence);
    }
    return switch (state) {
      case UNIQUE_VIOLATION -> Failure.conflict("It exists already.");
      case FOREIGN_KEY_VIOLATION -> Failure.conflict("Something it refers to does not exist.");
      case LOCK_NOT_AVAILABLE, QUERY_CANCELED, DEADLOCK_DETECTED, SERIALIZATION_FAILURE ->
          unavailable(pg, "The database is busy. Try again.");
      case READ_ONLY_TRANSACTION -> unavailable(pg, "The database is changing over. Try again.");
      case CHECK_VIOLATION -> Failure.invalid("A value is outside of its bounds.");
      default -> ofClass(pg, state);
    };
  }

  private static Failure ofClass(PgException pg, String state) {
    if (state.startsWith(DATA_EXCEPTION)) {
      return Failure.invalid("A value cannot be stored.");
    }
    if (state.startsWith(INSUFFICIENT_RESOURCES)
        || state.startsWith(CONNECTION_EXCEPTION)
        || state.startsWith(OPERATOR_INTERVENTION)) {
      return unavailable(pg, "The database cannot be reached. Try again.");
    }
    log.error("PostgreSQL refused a statement", pg);
    return Failure.internal();
  }

  private static Failure unavailable(PgException pg, String sentence) {
    log.warn("PostgreSQL: {} {}", pg.getSqlState(), pg.getErrorMessage());
    return Failure.unavailable(sentence);
  }
}
