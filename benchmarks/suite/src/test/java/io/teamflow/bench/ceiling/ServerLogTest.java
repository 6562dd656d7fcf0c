package io.teamflow.bench.ceiling;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What PostgreSQL logs is understood. */
class ServerLogTest {
  private static final String LOG =
      """
      2026-11-25 18:00:00.001 UTC [7] LOG:  duration: 0.011 ms  statement: BEGIN
      2026-11-25 18:00:00.002 UTC [9] LOG:  duration: 0.400 ms  execute 00a: SELECT 1
      2026-11-25 18:00:00.002 UTC [7] LOG:  duration: 0.020 ms  bind 00b: INSERT INTO t
      \t VALUES ($1, $2, $3)
      2026-11-25 18:00:00.002 UTC [7] DETAIL:  Parameters: $1 = 'it''s, $9 = ''x''', $2 = NULL, $3 = '{a,b}'
      2026-11-25 18:00:00.003 UTC [7] LOG:  duration: 0.030 ms  execute 00b: INSERT INTO t
      \t VALUES ($1, $2, $3)
      2026-11-25 18:00:00.003 UTC [7] DETAIL:  Parameters: $1 = 'it''s, $9 = ''x''', $2 = NULL, $3 = '{a,b}'
      2026-11-25 18:00:00.004 UTC [7] LOG:  duration: 0.500 ms  statement: COMMIT
      2026-11-25 18:00:00.005 UTC [7] LOG:  duration: 0.011 ms  statement: BEGIN
      """;

  @Test
  void aTransactionIsFoundByWhatItWrote() {
    List<Executed> transaction = ServerLog.transactionOf("it's", ServerLog.parse(LOG));
    assertEquals(
        List.of("BEGIN", "INSERT INTO t\n VALUES ($1, $2, $3)", "COMMIT"),
        transaction.stream().map(Executed::sql).toList());
    assertEquals(
        List.of(Optional.of("it's, $9 = 'x'"), Optional.empty(), Optional.of("{a,b}")),
        transaction.get(1).parameters());
  }

  @Test
  void aTransactionThatHasNotEndedIsNotThere() {
    String unfinished = LOG.substring(0, LOG.indexOf("COMMIT"));
    assertEquals(List.of(), ServerLog.transactionOf("it's", ServerLog.parse(unfinished)));
  }

  @Test
  void aTransactionWhoseBeginningWasNotLoggedIsNotThere() {
    String late = LOG.substring(LOG.indexOf('\n') + 1);
    assertEquals(List.of(), ServerLog.transactionOf("it's", ServerLog.parse(late)));
  }

  @Test
  void aStatementOutsideOfATransactionIsOne() {
    String alone = LOG.replaceAll("(?m)^.*statement: (BEGIN|COMMIT)\n", "");
    assertEquals(
        List.of("INSERT INTO t\n VALUES ($1, $2, $3)"),
        ServerLog.transactionOf("it's", ServerLog.parse(alone)).stream()
            .map(Executed::sql)
            .toList());
  }
}
