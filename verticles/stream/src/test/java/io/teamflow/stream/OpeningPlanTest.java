package io.teamflow.stream;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.teamflow.stream.database.TestDatabase;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Who opens a long stream and has missed nothing that is replayed reads none of its events. The
 * table is not analyzed, as that of a node that has just begun.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpeningPlanTest {
  private final TestDatabase database = TestDatabase.create();
  private final UUID stream = UUID.randomUUID();

  OpeningPlanTest() {
    database.execute(
        """
        INSERT INTO stream (id, kind, head) VALUES ('%1$s', 'user', 10000);
        INSERT INTO event (stream_id, seq, type, at, key, payload)
        SELECT '%1$s', n, 'test.happened', now(), '%1$s', '{}' FROM generate_series(1, 10000) n;
        """
            .formatted(stream));
  }

  @AfterAll
  void close() {
    database.close();
  }

  @Test
  void oneOfAGroupWithoutAPosition() throws Exception {
    readsNoEvents(ofAGroup("NULL", "NULL"));
  }

  @Test
  void oneOfAGroupThatMissedMoreThanAGroupReads() throws Exception {
    readsNoEvents(ofAGroup("stream_epoch()", "9000"));
  }

  @Test
  void alone() throws Exception {
    readsNoEvents(
        database.explain(
            PgStreamLog.OPEN, id(), "'user'", id(), "NULL", "NULL", "0", "5000", "5000"));
  }

  private List<String> ofAGroup(String epoch, String seq) throws SQLException {
    return database.explain(
        PgOpeningLog.OPEN_ALL,
        "ARRAY[" + id() + "]::uuid[]",
        "ARRAY['user']",
        "ARRAY[" + id() + "]::uuid[]",
        "ARRAY[" + epoch + "]::text[]",
        "ARRAY[" + seq + "]::bigint[]",
        "ARRAY[" + ("NULL".equals(seq) ? "0" : seq) + "]::bigint[]",
        "5000",
        "32");
  }

  private String id() {
    return "'" + stream + "'";
  }

  private static void readsNoEvents(List<String> steps) {
    assertTrue(
        steps.stream().anyMatch(s -> s.contains("event_pkey") && s.contains("rows=0.00")),
        String.join("\n", steps));
  }
}
