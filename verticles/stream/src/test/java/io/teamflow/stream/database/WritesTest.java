package io.teamflow.stream.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.teamflow.codecs.bus.Failure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WritesTest {
  private static final Statement APPEND =
      Statement.of("SELECT seq FROM append($1, 'test.happened', NULL, $1, '{}')");

  private Vertx vertx;
  private TestDatabase database;
  private Writes writes;

  @BeforeAll
  void open() {
    vertx = Vertx.vertx();
    database = TestDatabase.create();
    writes = database.open(vertx).writes();
  }

  @AfterAll
  void close() throws Exception {
    vertx.close().await(10, TimeUnit.SECONDS);
    database.close();
  }

  @Test
  void lockedWritesAtOnceNumberTheirEventsWithoutAGap() throws Exception {
    UUID stream = newStream();
    List<Future<List<Row>>> all =
        IntStream.range(0, 100)
            .mapToObj(_ -> writes.runLocked(Lock.stream(stream), APPEND, Tuple.of(stream)))
            .toList();
    Future.all(all).await(20, TimeUnit.SECONDS);
    List<Long> numbers =
        all.stream().map(rows -> rows.result().getFirst().getLong(0)).sorted().toList();
    assertEquals(IntStream.rangeClosed(1, 100).mapToObj(Long::valueOf).toList(), numbers);
  }

  @Test
  void aRefusedLockedWriteIsRolledBackAndItsConnectionServesOn() throws Exception {
    UUID stream = newStream();
    Statement failing =
        Statement.of("SELECT seq, 1 / 0 FROM append($1, 'test.happened', NULL, $1, '{}')");
    for (int i = 0; i < 10; i++) {
      Future<List<Row>> refused = writes.runLocked(Lock.stream(stream), failing, Tuple.of(stream));
      Failure failure = assertThrows(Failure.class, () -> refused.await(5, TimeUnit.SECONDS));
      assertEquals(Failure.Code.INVALID, failure.code());
    }
    long next =
        writes
            .runLocked(Lock.stream(stream), APPEND, Tuple.of(stream))
            .await(5, TimeUnit.SECONDS)
            .getFirst()
            .getLong(0);
    assertEquals(1, next);
  }

  @Test
  void aConstraintAnswersWithItsSentence() throws Exception {
    Statement insert =
        Statement.of("INSERT INTO stream (id, kind) VALUES ($1, 'team')")
            .refusing("stream_pkey", "The stream exists.");
    UUID id = UUID.randomUUID();
    writes.run(insert, Tuple.of(id)).await(5, TimeUnit.SECONDS);
    Failure failure =
        assertThrows(
            Failure.class, () -> writes.run(insert, Tuple.of(id)).await(5, TimeUnit.SECONDS));
    assertEquals(Failure.Code.CONFLICT, failure.code());
    assertEquals("The stream exists.", failure.detail());
  }

  private UUID newStream() throws Exception {
    UUID id = UUID.randomUUID();
    writes
        .run(Statement.of("INSERT INTO stream (id, kind) VALUES ($1, 'project')"), Tuple.of(id))
        .await(5, TimeUnit.SECONDS);
    return id;
  }
}
