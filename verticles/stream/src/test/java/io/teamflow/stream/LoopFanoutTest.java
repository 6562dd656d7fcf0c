package io.teamflow.stream;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.teamflow.codecs.stream.CommittedEvent;
import io.teamflow.codecs.stream.Position;
import io.teamflow.codecs.stream.StreamId;
import io.teamflow.stream.PgStreamLog.Following;
import io.teamflow.stream.database.Lock;
import io.teamflow.stream.database.Statement;
import io.teamflow.stream.database.TestDatabase;
import io.teamflow.stream.database.Writes;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.ContextInternal;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Sockets that follow two busy streams and cannot take it all. The hub and the sockets share one
 * loop, so that what is published in one turn is also flushed in one.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LoopFanoutTest {
  /** Twenty of them are more than a socket takes at once. */
  private static final String PAYLOAD = "{\"text\":\"" + "x".repeat(4096) + "\"}";

  private static final int EVENTS = 20;

  private static final String[] PAYLOADS =
      Collections.nCopies(EVENTS, PAYLOAD).toArray(String[]::new);

  private static final Statement APPEND =
      Statement.of(
          """
          SELECT seq, at
            FROM unnest($2::text[]) AS payload, append($1, 'test.happened', NULL, $1, payload)
           ORDER BY seq
          """);

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final NodeStreamHub hub;
  private final TestDatabase database = TestDatabase.create();
  private final Writes writes = database.open(vertx).writes();
  private final Context loop = vertx.getOrCreateContext();
  private UUID user;
  private StreamId one;
  private StreamId two;
  private BufferedSubscriber socket;

  LoopFanoutTest() {
    hub = new NodeStreamHub(database.options(), Peers.none(), Duration.ofDays(30));
  }

  @BeforeAll
  void start() throws Exception {
    vertx.deployVerticle(hub).await(20, TimeUnit.SECONDS);
  }

  @BeforeEach
  void follow() {
    user = UUID.randomUUID();
    database.execute(
        "INSERT INTO account (id, email, email_key, name) VALUES ('%1$s', 'e', '%1$s', 'A')"
            .formatted(user));
    one = newTeam();
    two = newTeam();
    socket = new BufferedSubscriber(user, loop);
    loop.runOnContext(
        _ -> {
          hub.subscribe(one, null, socket);
          hub.subscribe(two, null, socket);
        });
    await().untilAsserted(() -> assertEquals(2, socket.subscriptions.get()));
  }

  @AfterAll
  void close() throws Exception {
    vertx.close().await(10, TimeUnit.SECONDS);
    database.close();
  }

  @Test
  void aSocketThatFillsUpWithOneStreamMissesNothingOfTheOther() throws Exception {
    for (int turn = 1; turn <= 5; turn++) {
      publishInOneTurn();
      receivesEachEventOnceUpTo(turn * EVENTS);
      assertTrue(socket.refusals.get() >= turn, "the second stream found it full");
    }
  }

  @Test
  void aSocketThatTakesNothingForSomeTurnsGoesOnWhereEachStreamStood() throws Exception {
    fillUpWithFourTurns();
    assertTrue(
        socket.numbers(one).size() + socket.numbers(two).size() < 2 * 4 * EVENTS,
        "not all is written to a socket that takes nothing");
    onLoop(() -> socket.stick(false));
    receivesEachEventOnceUpTo(4 * EVENTS);
    publishInOneTurn();
    receivesEachEventOnceUpTo(5 * EVENTS);
  }

  @Test
  void whoMissedMuchIsGivenAPageAtATimeAsItReads() throws Exception {
    int events = 20 * EVENTS;
    for (int i = 0; i < 20; i++) {
      append(one);
    }
    Position start = new Position(database.epoch(), 0);
    BufferedSubscriber back = new BufferedSubscriber(user, loop);
    onLoop(
        () -> {
          back.stick(true);
          hub.subscribe(one, start, back);
        });
    isAskedAgainAndAgain(back);
    assertEquals(numbersTo(PgStreamLog.REPLAY_PAGE), back.numbers(one));
    onLoop(() -> back.stick(false));
    await().untilAsserted(() -> assertEquals(numbersTo(events), back.numbers(one)));
    append(one).forEach(hub::publish);
    await().untilAsserted(() -> assertEquals(numbersTo(events + EVENTS), back.numbers(one)));
    assertEquals(1, back.subscriptions.get());
    assertFalse(back.isGivenUp());
  }

  @Test
  void whoAsksWhileItCanTakeNoMoreGetsNothing() throws Exception {
    publishInOneTurn();
    Position start = new Position(database.epoch(), 0);
    BufferedSubscriber full = new BufferedSubscriber(user, loop);
    onLoop(
        () -> {
          full.stick(true);
          full.fill();
          hub.subscribe(one, start, full);
        });
    isAskedAgainAndAgain(full);
    assertEquals(1, full.subscriptions.get());
    assertEquals(List.of(), full.numbers(one));
    onLoop(() -> full.stick(false));
    await().untilAsserted(() -> assertEquals(numbersTo(EVENTS), full.numbers(one)));
  }

  @Test
  void whoAsksAgainAfterItCouldTakeNoMoreGetsEachEventOnce() throws Exception {
    fillUpWithFourTurns();
    String epoch = database.epoch();
    onLoop(() -> hub.subscribe(one, new Position(epoch, socket.numbers(one).getLast()), socket));
    await().untilAsserted(() -> assertEquals(3, socket.subscriptions.get()));
    onLoop(() -> socket.stick(false));
    receivesEachEventOnceUpTo(4 * EVENTS);
    publishInOneTurn();
    receivesEachEventOnceUpTo(5 * EVENTS);
  }

  @Test
  void whoLosesItsRightIsRefusedWhileItAsksAndPutOutWhenItIsIn() throws Exception {
    Set<Following> ended = Set.of(new Following(one.id(), user));
    RecordingSubscriber asking = new RecordingSubscriber(user);
    RecordingSubscriber in = new RecordingSubscriber(user);
    LoopFanout fanout = new LoopFanout(vertx, (ContextInternal) loop, hub);
    onLoop(() -> fanout.join(one, null, in, false));
    await().untilAsserted(() -> assertNotNull(in.position));
    onLoop(
        () -> {
          fanout.join(one, null, asking, false);
          fanout.expel(ended); // before the hub can have read
        });
    assertNotNull(asking.refusal);
    assertFalse(asking.unsubscribed);
    assertTrue(in.unsubscribed);
    assertNull(in.refusal);
  }

  private void receivesEachEventOnceUpTo(int last) {
    List<Long> all = numbersTo(last);
    await().untilAsserted(() -> assertEquals(all, socket.numbers(one)));
    await().untilAsserted(() -> assertEquals(all, socket.numbers(two)));
    assertFalse(socket.isGivenUp());
  }

  /** The socket gets the first turn, and takes no more of the others than it has room for. */
  private void fillUpWithFourTurns() throws Exception {
    publishInOneTurn();
    receivesEachEventOnceUpTo(EVENTS);
    onLoop(() -> socket.stick(true));
    for (int turn = 0; turn < 3; turn++) {
      publishInOneTurn();
    }
    isAskedAgainAndAgain(socket);
  }

  private static void isAskedAgainAndAgain(BufferedSubscriber full) {
    await().untilAsserted(() -> assertTrue(full.refusals.get() > 5, "whether it can take more"));
  }

  private static List<Long> numbersTo(int last) {
    return LongStream.rangeClosed(1, last).boxed().toList();
  }

  /** Twenty events of both streams by turns, which are in the log by then. */
  private void publishInOneTurn() throws Exception {
    List<CommittedEvent> ofOne = append(one);
    List<CommittedEvent> ofTwo = append(two);
    onLoop(
        () -> {
          for (int i = 0; i < EVENTS; i++) {
            hub.publish(ofOne.get(i));
            hub.publish(ofTwo.get(i));
          }
        });
  }

  private void onLoop(Runnable task) throws Exception {
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    loop.runOnContext(
        _ -> {
          task.run();
          done.complete(true);
        });
    assertTrue(done.get(10, TimeUnit.SECONDS));
  }

  private List<CommittedEvent> append(StreamId stream) throws Exception {
    List<CommittedEvent> events = new ArrayList<>();
    List<Row> rows =
        writes
            .runLocked(
                Lock.stream(stream.id()), APPEND, Tuple.of(stream.id()).addArrayOfString(PAYLOADS))
            .await(10, TimeUnit.SECONDS);
    for (Row row : rows) {
      events.add(
          new CommittedEvent(
              stream,
              row.getLong("seq"),
              "test.happened",
              row.getOffsetDateTime("at").toInstant(),
              null,
              PAYLOAD));
    }
    return events;
  }

  private StreamId newTeam() {
    UUID id = UUID.randomUUID();
    database.execute(
        """
        INSERT INTO organization (id, name) VALUES ('%1$s', 'O');
        INSERT INTO team (id, organization_id, name) VALUES ('%1$s', '%1$s', 'T');
        INSERT INTO team_member (team_id, user_id, role) VALUES ('%1$s', '%2$s', 'MEMBER');
        INSERT INTO stream (id, kind) VALUES ('%1$s', 'team');
        """
            .formatted(id, user));
    return StreamId.team(id);
  }
}
