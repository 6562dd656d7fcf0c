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
    UUID stream = newStream();
    append(stream, 1_200);
    age(stream, 1_100, "31 days");
    trim();
    assertEquals(List.of("1101 1200 1100"), numbers(stream));
    append(stream, 1);
    assertEquals(List.of("1101 1201 1100"), numbers(stream));
    trim();
    assertEquals(List.of("1101 1201 1100"), numbers(stream));
  }

  @Test
  void whoWasAwayForLongerLoadsAfresh() throws Exception {
    UUID stream = newStream();
    append(stream, 20);
    age(stream, 10, "31 days");
    trim();
    assertFalse(open(stream, 9).recovered());
    Opening recovered = open(stream, 10);
    assertTrue(recovered.recovered());
    assertEquals(10, recovered.frames().size());
  }

  @Test
  void aStreamThatNothingIsLeftOfBeginsAgainAtItsNumber() throws Exception {
    UUID stream = newStream();
    append(stream, 3);
    age(stream, 3, "31 days");
    trim();
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
    UUID young = newStream();
    append(young, 2);
    UUID empty = newStream();
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

  private UUID newStream() {
    UUID id = UUID.randomUUID();
    database.execute(
        """
        INSERT INTO account (id, email, email_key, name) VALUES ('%1$s', '%1$s', '%1$s', 'Ada');
        INSERT INTO stream (id, kind) VALUES ('%1$s', 'user')
        """
            .formatted(id));
    return id;
  }

  private void append(UUID stream, int events) throws SQLException {
    database.select(
        "SELECT count(append('%1$s', 'test.happened', NULL, '%1$s', '{}')) FROM generate_series(1, %2$d)"
            .formatted(stream, events));
  }

  /** Makes the first events of a stream, and so the stream itself, older. */
  private void age(UUID stream, int events, String by) {
    database.execute(
        """
        UPDATE event SET at = at - interval '%3$s' WHERE stream_id = '%1$s' AND seq <= %2$d;
        UPDATE stream SET oldest = oldest - interval '%3$s' WHERE id = '%1$s'
        """
            .formatted(stream, events, by));
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
    String epoch = database.select("SELECT stream_epoch()").getFirst();
    return log.open(
            StreamId.user(stream),
            stream,
            new Position(epoch, since),
            since,
            PgStreamLog.REPLAY_MAX)
        .await(10, TimeUnit.SECONDS)
        .orElseThrow();
  }
}
