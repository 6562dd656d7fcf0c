package io.teamflow.stream;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.teamflow.codecs.bus.Failure.Code;
import io.teamflow.codecs.stream.CommittedEvent;
import io.teamflow.codecs.stream.Position;
import io.teamflow.codecs.stream.StreamId;
import io.teamflow.stream.StreamSubscriber.Form;
import io.teamflow.stream.database.Lock;
import io.teamflow.stream.database.Statement;
import io.teamflow.stream.database.TestDatabase;
import io.teamflow.stream.database.Writes;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NodeStreamHubTest {
  private static final Statement APPEND =
      Statement.of("SELECT seq, at FROM append($1, 'test.happened', NULL, $1, '{\"n\":1}')");

  /** A node: its hub, its way to write, and a context for its sockets. */
  private record Node(Vertx vertx, NodeStreamHub hub, Writes writes, Context loop) {}

  private final TestCluster cluster = new TestCluster();
  private final Set<UUID> muted = ConcurrentHashMap.newKeySet();
  private TestDatabase database;
  private Node a;
  private Node b;

  @BeforeAll
  void start() throws Exception {
    database = TestDatabase.create();
    a = newNode();
    b = newNode();
  }

  @AfterAll
  void close() throws Exception {
    cluster.close();
    database.close();
  }

  private Node newNode() throws Exception {
    Vertx vertx = cluster.join();
    NodeStreamHub hub =
        new NodeStreamHub(
            database.options(),
            ClusterPeers.of(vertx),
            Duration.ofDays(30),
            event -> !muted.contains(event.stream().id()));
    vertx.deployVerticle(hub).await(20, TimeUnit.SECONDS);
    return new Node(vertx, hub, database.open(vertx).writes(), vertx.getOrCreateContext());
  }

  @Test
  void subscribersOnBothNodesSeeOneStoryWrittenOnBoth() throws Exception {
    StreamId stream = newStream();
    RecordingSubscriber onA = subscribe(a, stream, null);
    RecordingSubscriber onB = subscribe(b, stream, null);
    List<Future<?>> writing = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      writing.add(append(i % 2 == 0 ? a : b, stream));
    }
    Future.all(writing).await();
    await().untilAsserted(() -> assertEquals(300, onA.numbers().size()));
    await().untilAsserted(() -> assertEquals(300, onB.numbers().size()));
    assertEquals(oneTo(300), onA.numbers());
    assertEquals(oneTo(300), onB.numbers());
    assertEquals(onA.frames, onB.frames);
  }

  @Test
  void aNodeKnowsWhetherAnotherOneAnswers() throws Exception {
    assertTrue(a.hub().reachesPeers().await(5, TimeUnit.SECONDS));
    Vertx cutOff = Vertx.vertx();
    NodeStreamHub hub =
        new NodeStreamHub(
            database.options(), new SilentPeers(ClusterPeers.of(a.vertx())), Duration.ofDays(30));
    cutOff.deployVerticle(hub).await(20, TimeUnit.SECONDS);
    assertFalse(hub.reachesPeers().await(5, TimeUnit.SECONDS));
    cutOff.close().await(10, TimeUnit.SECONDS);
  }

  /** The peers of another node, none of which can be reached from here. */
  private record SilentPeers(Peers known) implements Peers {
    @Override
    public String self() {
      return "cut off";
    }

    @Override
    public Set<String> others() {
      return known.others();
    }

    @Override
    public void onChange(Runnable listener) {}
  }

  @Test
  void aFirstSubscriberMissesNothingWhileItsInterestTravels() throws Exception {
    for (int round = 0; round < 20; round++) {
      StreamId stream = newStream();
      List<Future<?>> writing = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        writing.add(append(a, stream));
      }
      RecordingSubscriber onB = new RecordingSubscriber(stream.id());
      b.loop().runOnContext(_ -> b.hub().subscribe(stream, null, onB));
      for (int i = 0; i < 20; i++) {
        writing.add(append(a, stream));
      }
      Future.all(writing).await();
      await()
          .untilAsserted(
              () -> {
                Position from = onB.position;
                assertNotNull(from);
                assertEquals(
                    LongStream.rangeClosed(from.seq() + 1, 40).boxed().toList(), onB.numbers());
              });
    }
  }

  @Test
  void whatTheBusLosesIsRepairedWithinFiveSeconds() throws Exception {
    StreamId stream = newStream();
    RecordingSubscriber onA = subscribe(a, stream, null);
    RecordingSubscriber onB = subscribe(b, stream, null);
    append(a, stream).await();
    await().untilAsserted(() -> assertEquals(List.of(1L), onB.numbers()));
    muted.add(stream.id());
    append(a, stream).await();
    append(a, stream).await();
    await()
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(
            () -> {
              assertEquals(oneTo(3), onA.numbers());
              assertEquals(oneTo(3), onB.numbers());
            });
    muted.remove(stream.id());
    append(b, stream).await();
    await().untilAsserted(() -> assertEquals(oneTo(4), onA.numbers()));
  }

  @Test
  void aLostEventIsFetchedAsSoonAsALaterOneArrives() throws Exception {
    StreamId stream = newStream();
    RecordingSubscriber onB = subscribe(b, stream, null);
    muted.add(stream.id());
    append(a, stream).await();
    muted.remove(stream.id());
    append(a, stream).await();
    await()
        .atMost(Duration.ofSeconds(1))
        .untilAsserted(() -> assertEquals(oneTo(2), onB.numbers()));
  }

  @Test
  void whatANewNodeWritesIsHeardOnTheOldOnes() throws Exception {
    StreamId stream = newStream();
    RecordingSubscriber onA = subscribe(a, stream, null);
    Node c = newNode();
    RecordingSubscriber onC = subscribe(c, stream, null);
    for (int i = 0; i < 10; i++) {
      append(c, stream).await();
    }
    await().untilAsserted(() -> assertEquals(oneTo(10), onA.numbers()));
    assertEquals(oneTo(10), onC.numbers());
  }

  @Test
  void whoComesBackGetsWhatItMissed() throws Exception {
    StreamId stream = newStream();
    RecordingSubscriber first = subscribe(a, stream, null);
    for (int i = 0; i < 20; i++) {
      append(a, stream).await();
    }
    await().untilAsserted(() -> assertEquals(20, first.numbers().size()));
    Position start = first.position;
    assertNotNull(start);
    for (Node node : List.of(a, b)) { // a has the recent frames at hand, b reads them
      RecordingSubscriber back = subscribe(node, stream, new Position(start.epoch(), 5));
      assertTrue(back.recovered);
      await()
          .untilAsserted(
              () -> assertEquals(LongStream.rangeClosed(6, 20).boxed().toList(), back.numbers()));
    }
  }

  @Test
  void whoComeAtTheSameTimeGetWhatEachOfThemMissed() throws Exception {
    StreamId stream = newStream();
    Position start = subscribe(a, stream, null).position;
    assertNotNull(start);
    database.execute(
        """
        INSERT INTO event (stream_id, seq, type, at, key, payload)
        SELECT '%1$s', n, 'test.happened', now(), '%1$s', '{}' FROM generate_series(1, 99) n;
        UPDATE stream SET head = 99 WHERE id = '%1$s';
        """
            .formatted(stream.id()));
    List<RecordingSubscriber> members = new CopyOnWriteArrayList<>();
    List<RecordingSubscriber> strangers = new CopyOnWriteArrayList<>();
    b.loop()
        .runOnContext(
            _ -> {
              for (long since = 0; since < 100; since++) {
                members.add(new RecordingSubscriber(stream.id()));
                strangers.add(new RecordingSubscriber(UUID.randomUUID()));
                Position position = new Position(start.epoch(), since);
                b.hub().subscribe(stream, position, members.getLast());
                b.hub().subscribe(stream, position, strangers.getLast());
              }
            });
    await()
        .untilAsserted(
            () -> {
              assertEquals(100, members.size());
              for (int since = 0; since < 100; since++) {
                assertEquals(
                    LongStream.rangeClosed(since + 1, 99).boxed().toList(),
                    members.get(since).numbers());
                assertTrue(members.get(since).recovered);
                assertNotNull(strangers.get(since).refusal);
              }
            });
  }

  @Test
  void aPositionThatCannotBeReplayedIsNotReplayedInPart() throws Exception {
    StreamId stream = newStream();
    RecordingSubscriber now = subscribe(a, stream, null);
    Position start = now.position;
    assertNotNull(start);
    assertFalse(now.recovered);
    database.execute(
        """
        INSERT INTO event (stream_id, seq, type, at, key, payload)
        SELECT '%1$s', n, 'test.happened', now(), '%1$s', '{}' FROM generate_series(1, 5001) n;
        UPDATE stream SET head = 5001 WHERE id = '%1$s';
        """
            .formatted(stream.id()));
    assertFalse(subscribe(b, stream, new Position("another epoch", 5_000)).recovered);
    assertFalse(subscribe(b, stream, new Position(start.epoch(), 0)).recovered);
    assertFalse(subscribe(b, stream, new Position(start.epoch(), 6_000)).recovered);
    RecordingSubscriber whole = subscribe(b, stream, new Position(start.epoch(), 1));
    assertTrue(whole.recovered);
    List<Long> missed = LongStream.rangeClosed(2, 5_001).boxed().toList();
    await().untilAsserted(() -> assertEquals(missed, whole.numbers()));
    database.execute("UPDATE stream SET floor = 10 WHERE id = '" + stream.id() + "'");
    RecordingSubscriber trimmed = subscribe(b, stream, new Position(start.epoch(), 9));
    assertFalse(trimmed.recovered);
    assertTrue(trimmed.numbers().isEmpty());
  }

  @Test
  void whoPullsReadsPageByPageWhatSubscribersWereTold() throws Exception {
    StreamId stream = newStream();
    RecordingSubscriber live = subscribe(b, stream, null);
    Position start = read(a, stream, null, 10).position();
    for (int i = 0; i < 25; i++) {
      append(a, stream).await();
    }
    await().untilAsserted(() -> assertEquals(oneTo(25), live.numbers()));
    List<JsonObject> pulled = new ArrayList<>();
    EventPage page = read(a, stream, start, 10);
    while (page.more()) {
      assertEquals(10, page.items().toJsonArray().size());
      page.items().toJsonArray().forEach(event -> pulled.add((JsonObject) event));
      page = read(a, stream, page.position(), 10);
    }
    page.items().toJsonArray().forEach(event -> pulled.add((JsonObject) event));
    assertEquals(live.frames, pulled);
    assertTrue(page.recovered());
    EventPage nothingNew = read(b, stream, page.position(), 10);
    assertEquals(new EventPage(page.position(), true, false, Buffer.buffer("[]")), nothingNew);
  }

  @Test
  void whoPullsSinceNoPositionOrALostOneLearnsWhereTheStreamStands() throws Exception {
    StreamId stream = newStream();
    append(a, stream).await();
    Position head = read(a, stream, null, 10).position();
    assertEquals(1, head.seq());
    EventPage nothing = new EventPage(head, false, false, Buffer.buffer("[]"));
    assertEquals(nothing, read(a, stream, null, 10));
    assertEquals(nothing, read(a, stream, new Position("another", 0), 10));
    assertEquals(nothing, read(a, stream, new Position(head.epoch(), 2), 10));
    database.execute("UPDATE stream SET head = 6000, floor = 900 WHERE id = '" + stream.id() + "'");
    assertFalse(read(a, stream, new Position(head.epoch(), 899), 10).recovered());
    assertFalse(read(a, stream, new Position(head.epoch(), 999), 10).recovered());
    assertTrue(read(a, stream, new Position(head.epoch(), 1_000), 10).recovered());
  }

  @Test
  void serverSentEventsTellTheSameStoryWithPositionsAsIds() throws Exception {
    StreamId stream = newStream();
    RecordingSubscriber socket = subscribe(b, stream, null);
    append(a, stream).await();
    await().untilAsserted(() -> assertEquals(oneTo(1), socket.numbers()));
    Position start = socket.position;
    assertNotNull(start);
    RecordingSubscriber sent = new RecordingSubscriber(stream.id(), Form.SERVER_SENT);
    b.loop().runOnContext(_ -> b.hub().subscribe(stream, start, sent));
    await().untilAsserted(() -> assertTrue(String.join("", sent.text).contains(":1\n")));
    append(a, stream).await();
    await().untilAsserted(() -> assertEquals(oneTo(2), socket.numbers()));
    String epoch = start.epoch();
    await()
        .untilAsserted(
            () ->
                assertEquals(
                    List.of("id: " + epoch + ":1", "id: " + epoch + ":2"),
                    String.join("", sent.text)
                        .lines()
                        .filter(line -> line.startsWith("id"))
                        .toList()));
    assertEquals(
        socket.frames,
        String.join("", sent.text)
            .lines()
            .filter(line -> line.startsWith("data: "))
            .map(line -> new JsonObject(line.substring(6)))
            .toList());
    assertTrue(String.join("", sent.text).endsWith("}\n\n"));
  }

  @Test
  void aStrangerPullsNothing() {
    StreamId stream = newStream();
    assertEquals(Optional.empty(), a.hub().read(stream, UUID.randomUUID(), null, 10).await());
  }

  @Test
  void aSlowSocketGetsWhatItMissedOnceItCanTakeMore() throws Exception {
    StreamId stream = newStream();
    RecordingSubscriber slow = subscribe(b, stream, null);
    RecordingSubscriber fast = subscribe(b, stream, null);
    append(a, stream).await();
    await().untilAsserted(() -> assertEquals(List.of(1L), slow.numbers()));
    slow.full = true;
    for (int i = 0; i < 50; i++) {
      append(a, stream).await();
    }
    await().untilAsserted(() -> assertEquals(oneTo(51), fast.numbers()));
    assertEquals(List.of(1L), slow.numbers());
    slow.full = false;
    append(a, stream).await();
    await().untilAsserted(() -> assertEquals(oneTo(52), slow.numbers()));
    await().untilAsserted(() -> assertEquals(oneTo(52), fast.numbers()));
  }

  @Test
  void aSlowSocketWhosePositionIsGoneIsClosed() throws Exception {
    StreamId stream = newStream();
    RecordingSubscriber slow = subscribe(b, stream, null);
    RecordingSubscriber fast = subscribe(b, stream, null);
    append(a, stream).await();
    await().untilAsserted(() -> assertEquals(List.of(1L), slow.numbers()));
    slow.full = true;
    for (int i = 0; i < 5; i++) {
      append(a, stream).await();
    }
    await().untilAsserted(() -> assertEquals(oneTo(6), fast.numbers()));
    database.execute("UPDATE stream SET floor = 4 WHERE id = '" + stream.id() + "'");
    slow.full = false;
    await().untilAsserted(() -> assertTrue(slow.positionLost));
    assertEquals(List.of(1L), slow.numbers());
  }

  @Test
  void whoFollowsAProjectKnowsWhoElseDoesOnWhicheverNode() {
    UUID ada = UUID.randomUUID();
    UUID ben = UUID.randomUUID();
    StreamId project = newProject(ada, ben);
    RecordingSubscriber onA = follow(a, project, ada);
    await().untilAsserted(() -> assertEquals(Set.of(ada.toString()), onA.online()));
    Set<String> both = Set.of(ada.toString(), ben.toString());
    RecordingSubscriber onB = follow(b, project, ben);
    await().untilAsserted(() -> assertEquals(both, onB.online()));
    await().untilAsserted(() -> assertEquals(both, onA.online()));
    RecordingSubscriber another = follow(b, project, ben);
    await().untilAsserted(() -> assertEquals(both, another.online()));
    b.loop().runOnContext(_ -> b.hub().gone(onB));
    b.loop().runOnContext(_ -> b.hub().gone(another));
    await().untilAsserted(() -> assertEquals(Set.of(ada.toString()), onA.online()));
    RecordingSubscriber back = follow(a, project, ben);
    await().untilAsserted(() -> assertEquals(both, back.online()));
    await().untilAsserted(() -> assertEquals(both, onA.online()));
    assertTrue(onA.frames.size() <= 8, onA.frames.toString()); // a change is told once
  }

  @Test
  void aSocketThatCouldNotHearWhoCameIsToldWhoIsThereOnceItCan() throws Exception {
    UUID ada = UUID.randomUUID();
    UUID ben = UUID.randomUUID();
    StreamId project = newProject(ada, ben);
    RecordingSubscriber slow = follow(b, project, ada);
    await().untilAsserted(() -> assertEquals(Set.of(ada.toString()), slow.online()));
    append(a, project).await();
    await().untilAsserted(() -> assertEquals(1, slow.numbers().size()));
    slow.full = true;
    append(a, project).await();
    RecordingSubscriber fast = follow(b, project, ben);
    append(a, project).await();
    Set<String> both = Set.of(ada.toString(), ben.toString());
    await().untilAsserted(() -> assertEquals(both, fast.online()));
    slow.full = false;
    await().untilAsserted(() -> assertEquals(both, slow.online()));
    await().untilAsserted(() -> assertEquals(3, slow.numbers().size()));
  }

  @Test
  void aSocketThatStaysSlowIsGivenUp() throws Exception {
    StreamId stream = newStream();
    RecordingSubscriber slow = subscribe(a, stream, null);
    slow.full = true;
    append(a, stream).await();
    await().atMost(Duration.ofSeconds(14)).untilAsserted(() -> assertTrue(slow.tooSlow));
  }

  @Test
  void strangersAreRefused() {
    StreamId stream = newStream();
    RecordingSubscriber stranger = new RecordingSubscriber(UUID.randomUUID());
    a.loop().runOnContext(_ -> a.hub().subscribe(stream, null, stranger));
    await().untilAsserted(() -> assertNotNull(stranger.refusal));
    assertEquals(Code.NOT_FOUND, stranger.refusal == null ? null : stranger.refusal.code());
  }

  @Test
  void whoseRightEndsIsUnsubscribedWithinSeconds() {
    UUID team = UUID.randomUUID();
    UUID user = UUID.randomUUID();
    database.execute(
        """
        INSERT INTO account (id, email, email_key, name) VALUES ('%2$s', 'e', '%2$s', 'A');
        INSERT INTO organization (id, name) VALUES ('%1$s', 'O');
        INSERT INTO team (id, organization_id, name) VALUES ('%1$s', '%1$s', 'T');
        INSERT INTO team_member (team_id, user_id, role) VALUES ('%1$s', '%2$s', 'MEMBER');
        INSERT INTO stream (id, kind) VALUES ('%1$s', 'team');
        """
            .formatted(team, user));
    RecordingSubscriber member = new RecordingSubscriber(user);
    b.loop().runOnContext(_ -> b.hub().subscribe(StreamId.team(team), null, member));
    await().untilAsserted(() -> assertNotNull(member.position));
    database.execute("DELETE FROM team_member WHERE user_id = '" + user + "'");
    await().untilAsserted(() -> assertTrue(member.unsubscribed));
  }

  @Test
  void afterLeavingNothingMoreComes() throws Exception {
    StreamId stream = newStream();
    RecordingSubscriber stays = subscribe(a, stream, null);
    RecordingSubscriber leaves = subscribe(a, stream, null);
    append(b, stream).await();
    await().untilAsserted(() -> assertEquals(1, leaves.numbers().size()));
    a.loop().runOnContext(_ -> a.hub().gone(leaves));
    append(b, stream).await();
    await().untilAsserted(() -> assertEquals(oneTo(2), stays.numbers()));
    assertEquals(1, leaves.numbers().size());
  }

  @Test
  void signalsReachTheOtherNodeOncePerSecond() throws Exception {
    StreamId stream = newStream();
    RecordingSubscriber onA = subscribe(a, stream, null);
    RecordingSubscriber onB = subscribe(b, stream, null);
    await()
        .untilAsserted(
            () -> {
              a.hub().signal(stream, "typing", stream.id(), "{\"user\":\"u\"}");
              assertFalse(onB.frames.isEmpty());
            });
    assertEquals("signal", onB.frames.getFirst().getString("op"));
    assertEquals("typing", onA.frames.getFirst().getString("type"));
    assertTrue(new HashSet<>(onA.frames).size() == 1);
  }

  @Test
  void batchesOverTheSameStreamsInOppositeOrderDoNotDeadlock() throws Exception {
    UUID one = newStream().id();
    UUID two = newStream().id();
    Statement both =
        Statement.of(
            """
            SELECT append($1, 'test.happened', NULL, $1, '{}'),
                   append($2, 'test.happened', NULL, $2, '{}')
            """);
    List<Future<?>> writing = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      UUID first = i % 2 == 0 ? one : two;
      UUID second = i % 2 == 0 ? two : one;
      writing.add(
          (i % 3 == 0 ? a : b)
              .writes()
              .runLocked(Lock.streams(List.of(first, second)), both, Tuple.of(first, second)));
    }
    Future.all(writing).await(20, TimeUnit.SECONDS);
  }

  private StreamId newStream() {
    return StreamId.user(database.newStream());
  }

  /** A project of two members. */
  private StreamId newProject(UUID ada, UUID ben) {
    UUID id = UUID.randomUUID();
    database.execute(
        """
        INSERT INTO account (id, email, email_key, name)
        VALUES ('%2$s', '%2$s', '%2$s', 'A'), ('%3$s', '%3$s', '%3$s', 'B');
        INSERT INTO organization (id, name) VALUES ('%1$s', 'O');
        INSERT INTO team (id, organization_id, name) VALUES ('%1$s', '%1$s', 'T');
        INSERT INTO team_member (team_id, user_id, role)
        VALUES ('%1$s', '%2$s', 'MEMBER'), ('%1$s', '%3$s', 'MEMBER');
        INSERT INTO project (id, team_id, key, name) VALUES ('%1$s', '%1$s', 'PR', 'P');
        INSERT INTO stream (id, kind) VALUES ('%1$s', 'project');
        """
            .formatted(id, ada, ben));
    return StreamId.project(id);
  }

  private static RecordingSubscriber follow(Node node, StreamId stream, UUID user) {
    RecordingSubscriber subscriber = new RecordingSubscriber(user);
    node.loop().runOnContext(_ -> node.hub().subscribe(stream, null, subscriber));
    await().untilAsserted(() -> assertNotNull(subscriber.position));
    return subscriber;
  }

  private static EventPage read(Node node, StreamId stream, @Nullable Position since, int limit) {
    return node.hub().read(stream, stream.id(), since, limit).await().orElseThrow();
  }

  private static RecordingSubscriber subscribe(
      Node node, StreamId stream, @Nullable Position since) {
    RecordingSubscriber subscriber = new RecordingSubscriber(stream.id());
    node.loop().runOnContext(_ -> node.hub().subscribe(stream, since, subscriber));
    await().untilAsserted(() -> assertNotNull(subscriber.position));
    return subscriber;
  }

  private static Future<?> append(Node node, StreamId stream) {
    return node.writes()
        .runLockedOne(Lock.stream(stream.id()), APPEND, Tuple.of(stream.id()))
        .onSuccess(
            row ->
                row.ifPresent(
                    r ->
                        node.hub()
                            .publish(
                                new CommittedEvent(
                                    stream,
                                    r.getLong("seq"),
                                    "test.happened",
                                    r.getOffsetDateTime("at").toInstant(),
                                    null,
                                    "{\"n\":1}"))));
  }

  private static List<Long> oneTo(long last) {
    return LongStream.rangeClosed(1, last).boxed().toList();
  }
}
