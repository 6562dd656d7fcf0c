package io.teamflow.stream;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.teamflow.codecs.stream.Position;
import io.teamflow.codecs.stream.StreamId;
import io.teamflow.stream.database.TestDatabase;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The database loses its last events under a running node, and numbers are given once more. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RewoundHistoryTest {
  private final Vertx vertx = Vertx.vertx();
  private final TestDatabase database = TestDatabase.create();
  private final NodeStreamHub hub =
      new NodeStreamHub(database.options(), Peers.none(), Duration.ofDays(30));
  private final Context loop = vertx.getOrCreateContext();

  @BeforeAll
  void start() throws Exception {
    vertx.deployVerticle(hub).await(20, TimeUnit.SECONDS);
  }

  @AfterAll
  void close() throws Exception {
    vertx.close().await(10, TimeUnit.SECONDS);
    database.close();
  }

  @Test
  void whoFollowsIsToldToLoadAfreshAndTheNewHistoryIsWhole() throws Exception {
    StreamId stream = newStream();
    append(stream, "old", 10);
    RecordingSubscriber before = subscribe(stream, null);
    append(stream, "old", 10);
    await().untilAsserted(() -> assertEquals(10, before.numbers().size()));

    rewind(stream, 12);
    append(stream, "new", 3);
    await().untilAsserted(() -> assertTrue(before.positionLost));
    leave(before);
    assertEquals(10, before.numbers().size());

    Position old = before.position;
    assertNotNull(old);
    RecordingSubscriber back = subscribe(stream, new Position(old.epoch(), 12));
    assertFalse(back.recovered);
    Position now = back.position;
    assertNotNull(now);
    assertEquals(15, now.seq());
    assertNotEquals(old.epoch(), now.epoch());
    append(stream, "new", 2);
    await().untilAsserted(() -> assertEquals(List.of(16L, 17L), back.numbers()));
    leave(back);
  }

  @Test
  void recentFramesOfTheOldHistoryAreToldToNobody() throws Exception {
    StreamId stream = newStream();
    RecordingSubscriber before = subscribe(stream, null);
    append(stream, "old", 10);
    await().untilAsserted(() -> assertEquals(10, before.numbers().size()));

    rewind(stream, 0);
    append(stream, "new", 10);
    RecordingSubscriber first = subscribe(stream, new Position(database.epoch(), 0));
    await().untilAsserted(() -> assertEquals(10, first.numbers().size()));
    assertFalse(first.frames.toString().contains("old"), first.frames.toString());
    await().untilAsserted(() -> assertTrue(before.positionLost));
    leave(before);
    leave(first);
  }

  private StreamId newStream() {
    return StreamId.user(database.newStream());
  }

  private void append(StreamId stream, String said, int events) throws SQLException {
    database.select(
        """
        SELECT count(append('%1$s', 'test.happened', NULL, '%1$s', '{"said":"%2$s"}'))
          FROM generate_series(1, %3$d)
        """
            .formatted(stream.id(), said, events));
  }

  /** As after a restore, or a failover to a server that had less. */
  private void rewind(StreamId stream, long head) {
    database.execute(
        """
        DELETE FROM event WHERE stream_id = '%1$s' AND seq > %2$d;
        UPDATE stream SET head = %2$d WHERE id = '%1$s';
        UPDATE installation SET restore_generation = restore_generation + 1;
        """
            .formatted(stream.id(), head));
  }

  private RecordingSubscriber subscribe(StreamId stream, @Nullable Position since) {
    RecordingSubscriber subscriber = new RecordingSubscriber(stream.id());
    loop.runOnContext(_ -> hub.subscribe(stream, since, subscriber));
    await().untilAsserted(() -> assertNotNull(subscriber.position));
    return subscriber;
  }

  /** What a socket does that is closed. */
  private void leave(RecordingSubscriber subscriber) {
    loop.runOnContext(_ -> hub.gone(subscriber));
  }
}
