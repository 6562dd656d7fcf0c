package io.teamflow.stream.database;

import java.util.HashMap;
import java.util.Map;

/**
 * A prepared SQL statement and what its constraints mean to a caller.
 *
 * @param sql with {@code $1} parameters
 * @param refusals by constraint name, the sentence a caller reads when the constraint refuses
 */
public record Statement(String sql, Map<String, String> refusals) {
  public Statement {
    refusals = Map.copyOf(refusals);
  }

  public static Statement of(String sql) {
    return new Statement(sql, Map.of());
  }

  /** This statement, with the sentence that a violation of {@code constraint} is answered with. */
  public Statement refusing(String constraint, String sentence) {
    Map<String, String> more = new HashMap<>(refusals);
    more.put(constraint, sentence);
    return new Statement(sql, more);
  }
}
