package io.teamflow.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.teamflow.codecs.stream.Position;
import io.teamflow.codecs.stream.StreamId;
import io.teamflow.stream.PgStreamLog.Opening;
import io.teamflow.stream.database.TestDatabase;
import io.vertx.core.Vertx;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Events are kept for some days; whoever was away for longer is told so. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TrimmedStreamTest {
  private final Vertx vertx = Vertx.vertx();
  private final TestDatabase database = TestDatabase.create();
  private final PgStreamLog log = new PgStreamLog(database.open(vertx));

  @AfterAll
  void close() throws Exception {
    vertx.close().await(10, TimeUnit.SECONDS);
    database.close();
  }

  @Test
  void eventsGoOnceTheyAreTooOldAndTheNumbersGoOn() throws Exception {
    UUID stream = trimmed(1_200, 1_100);
    assertEquals(List.of("1101 1200 1100"), numbers(stream));
    append(stream, 1);
    assertEquals(List.of("1101 1201 1100"), numbers(stream));
    trim();
    assertEquals(List.of("1101 1201 1100"), numbers(stream));
  }

  @Test
  void whoWasAwayForLongerLoadsAfresh() throws Exception {
    UUID stream = trimmed(20, 10);
    assertFalse(open(stream, 9).recovered());
    Opening recovered = open(stream, 10);
    assertTrue(recovered.recovered());
    assertEquals(10, recovered.frames().size());
  }

  @Test
  void aStreamThatNothingIsLeftOfBeginsAgainAtItsNumber() throws Exception {
    UUID stream = trimmed(3, 3);
    assertEquals("", oldest(stream));
    assertTrue(open(stream, 3).recovered());
    append(stream, 1);
    assertEquals("today", oldest(stream));
    assertEquals(List.of("4 4 3"), numbers(stream));
    assertEquals(1, open(stream, 3).frames().size());
  }

  /** As it is for streams that were there before the time of their oldest event was kept. */
  @Test
  void aStreamThatWasThoughtOlderIsLookedAtOnce() throws Exception {
    UUID young = database.newStream();
    append(young, 2);
    UUID empty = database.newStream();
    database.execute("UPDATE stream SET oldest = now() - interval '40 days'");
    trim();
    assertEquals(List.of("1 2 0"), numbers(young));
    assertEquals("today", oldest(young));
    assertEquals("", oldest(empty));
  }

  @Test
  void theStreamToTrimIsFoundByAnIndex() throws Exception {
    List<String> plan =
        database.explain(
            "SELECT * FROM stream WHERE oldest < now() - $1::interval ORDER BY oldest LIMIT 1",
            "'30 days'");
    assertTrue(plan.toString().contains("stream_oldest"), plan.toString());
  }

  /** A stream of which the first events, and so the stream itself, were 31 days old. */
  private UUID trimmed(int events, int old) throws Exception {
    UUID stream = database.newStream();
    append(stream, events);
    database.execute(
        """
        UPDATE event SET at = at - interval '31 days' WHERE stream_id = '%1$s' AND seq <= %2$d;
        UPDATE stream SET oldest = oldest - interval '31 days' WHERE id = '%1$s'
        """
            .formatted(stream, old));
    trim();
    return stream;
  }

  private void append(UUID stream, int events) throws SQLException {
    database.select(
        "SELECT count(append('%1$s', 'test.happened', NULL, '%1$s', '{}')) FROM generate_series(1, %2$d)"
            .formatted(stream, events));
  }

  private void trim() throws Exception {
    database.purge(vertx, PgStreamLog.outlived(Duration.ofDays(30)));
  }

  /** First and last number of the log, and the floor. */
  private List<String> numbers(UUID stream) throws SQLException {
    return database.select(
        """
        SELECT min(e.seq) || ' ' || max(e.seq) || ' ' || s.floor
          FROM stream s JOIN event e ON e.stream_id = s.id WHERE s.id = '%s' GROUP BY s.floor
        """
            .formatted(stream));
  }

  private String oldest(UUID stream) throws SQLException {
    return database
        .select(
            """
            SELECT CASE WHEN oldest IS NULL THEN '' WHEN oldest > now() - interval '1 day' THEN 'today'
                        ELSE oldest::text END
              FROM stream WHERE id = '%s'
            """
                .formatted(stream))
        .getFirst();
  }

  private Opening open(UUID stream, long since) throws Exception {
    return log.open(
            StreamId.user(stream),
            stream,
            new Position(database.epoch(), since),
            since,
            PgStreamLog.REPLAY_MAX)
        .await(10, TimeUnit.SECONDS)
        .orElseThrow();
  }
}
