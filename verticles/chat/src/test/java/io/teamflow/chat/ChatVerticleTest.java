package io.teamflow.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.teamflow.codecs.bus.Bus;
import io.teamflow.codecs.bus.Caller;
import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.bus.Failure.Code;
import io.teamflow.codecs.bus.ResourcePage;
import io.teamflow.codecs.chat.ChatMessages;
import io.teamflow.codecs.chat.ListMessages;
import io.teamflow.codecs.chat.MessageAck;
import io.teamflow.codecs.chat.SendMessage;
import io.teamflow.codecs.stream.CommittedEvent;
import io.teamflow.stream.database.TestDatabase;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChatVerticleTest {
  private final ConcurrentLinkedQueue<CommittedEvent> published = new ConcurrentLinkedQueue<>();
  private Vertx vertx;
  private Bus bus;
  private TestDatabase database;
  private UUID ada;

  @BeforeAll
  void deploy() throws Exception {
    vertx = Vertx.vertx();
    bus = Bus.on(vertx);
    database = TestDatabase.create();
    vertx
        .deployVerticle(
            () -> new ChatVerticle(bus, database.options(), published::add),
            new DeploymentOptions().setInstances(2))
        .await(20, TimeUnit.SECONDS);
    vertx
        .deployVerticle(
            () -> new SendVerticle(bus, database.options(), published::add),
            new DeploymentOptions().setInstances(2))
        .await(20, TimeUnit.SECONDS);
    ada = newAccount();
  }

  @AfterAll
  void close() throws Exception {
    vertx.close().await(10, TimeUnit.SECONDS);
    database.close();
  }

  @Test
  void whatIsSaidIsDurablePublishedAndListed() throws Exception {
    UUID project = newProject(ada);
    String body = "'; DROP TABLE message; -- \"\\ 😀\u2028" + "x".repeat(19_000);
    MessageAck ack = send(ada, project, UUID.randomUUID(), body, null).await();
    MessageAck reply = send(ada, project, UUID.randomUUID(), "yes", ack.messageId()).await();
    assertEquals(1, ack.seq());
    assertEquals(2, reply.seq());
    ResourcePage page = list(ada, project, null, 50);
    String answered = ack.json().replace("\"replyCount\":0", "\"replyCount\":1");
    assertEquals("[" + reply.json() + "," + answered + "]", page.items());
    assertNull(page.nextCursor());
    CommittedEvent event =
        published.stream()
            .filter(e -> e.stream().id().equals(project) && e.seq() == 1)
            .findFirst()
            .orElseThrow();
    assertEquals(ack.json(), event.payload());
    assertEquals(ack.at(), event.at());
  }

  @Test
  void sayingTheSameFiftyTimesSaysItOnce() throws Exception {
    UUID project = newProject(ada);
    UUID clientId = UUID.randomUUID();
    List<Future<MessageAck>> acks =
        IntStream.range(0, 50).mapToObj(_ -> send(ada, project, clientId, "once", null)).toList();
    Future.all(acks).await();
    assertEquals(1, acks.stream().map(Future::result).distinct().count());
    assertEquals(1, published.stream().filter(e -> e.stream().id().equals(project)).count());
    Failure reused = refusal(send(ada, project, clientId, "something else", null));
    assertEquals(Code.CONFLICT, reused.code());
  }

  @Test
  void manyAtOnceInManyProjectsLeaveNoGapAndNoDeadlock() throws Exception {
    List<UUID> projects = IntStream.range(0, 5).mapToObj(_ -> newProject(ada)).toList();
    List<Future<MessageAck>> acks = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      int place = i % 2 == 0 ? i % 5 : 4 - i % 5;
      acks.add(send(ada, projects.get(place), UUID.randomUUID(), "message " + i, null));
    }
    Future.all(acks).await();
    for (UUID project : projects) {
      List<Long> numbers =
          published.stream()
              .filter(e -> e.stream().id().equals(project))
              .map(CommittedEvent::seq)
              .sorted()
              .toList();
      assertEquals(LongStream.rangeClosed(1, numbers.size()).boxed().toList(), numbers);
    }
    assertEquals(600, acks.stream().map(ack -> ack.result().messageId()).distinct().count());
  }

  @Test
  void aBadMessageFailsAlone() throws Exception {
    UUID project = newProject(ada);
    UUID elsewhere = newProject(ada);
    UUID stranger = newAccount();
    MessageAck other = send(ada, elsewhere, UUID.randomUUID(), "elsewhere", null).await();
    Future<MessageAck> first = send(ada, project, UUID.randomUUID(), "first", null);
    Future<MessageAck> intruder = send(stranger, project, UUID.randomUUID(), "let me in", null);
    Future<MessageAck> foreign = send(ada, project, UUID.randomUUID(), "re", other.messageId());
    Future<MessageAck> last = send(ada, project, UUID.randomUUID(), "last", null);
    Future.join(first, intruder, foreign, last).otherwiseEmpty().await();
    assertEquals(Code.NOT_FOUND, refusal(intruder).code());
    assertEquals("/replyTo", refusal(foreign).violations().getFirst().pointer());
    assertEquals(3, first.result().seq() + last.result().seq());
  }

  @Test
  void historyIsReadInPagesFromTheNewest() throws Exception {
    UUID project = newProject(ada);
    for (int i = 1; i <= 7; i++) {
      send(ada, project, UUID.randomUUID(), "message " + i, null).await();
    }
    ResourcePage newest = list(ada, project, null, 5);
    assertEquals("3", newest.nextCursor());
    ResourcePage oldest = list(ada, project, 3L, 5);
    assertNull(oldest.nextCursor());
    assertTrue(oldest.items().contains("message 1\"") && oldest.items().contains("message 2\""));
    assertEquals(
        Code.NOT_FOUND,
        assertThrows(Failure.class, () -> list(newAccount(), project, null, 5)).code());
    assertEquals("[]", list(ada, newProject(ada), null, 5).items());
  }

  private Future<MessageAck> send(
      UUID sender, UUID project, UUID clientId, String body, @Nullable UUID replyTo) {
    return bus.request(
        ChatMessages.SEND,
        callerOf(sender),
        new SendMessage(UUID.randomUUID(), project, clientId, body, replyTo));
  }

  private ResourcePage list(UUID user, UUID project, @Nullable Long before, int limit)
      throws Exception {
    return bus.request(ChatMessages.LIST, callerOf(user), new ListMessages(project, before, limit))
        .await(5, TimeUnit.SECONDS);
  }

  private static Failure refusal(Future<?> refused) {
    return assertThrows(Failure.class, () -> refused.await(5, TimeUnit.SECONDS));
  }

  private static Caller callerOf(UUID user) {
    return new Caller(user, UUID.randomUUID(), "127.0.0.1", "");
  }

  private UUID newAccount() {
    UUID id = UUID.randomUUID();
    database.execute(
        "INSERT INTO account (id, email, email_key, name) VALUES ('%s', '%s', '%s', 'A')"
            .formatted(id, id, id));
    return id;
  }

  private UUID newProject(UUID member) {
    UUID id = UUID.randomUUID();
    database.execute(
        """
        INSERT INTO organization (id, name) VALUES ('%1$s', 'O');
        INSERT INTO team (id, organization_id, name) VALUES ('%1$s', '%1$s', 'T');
        INSERT INTO team_member (team_id, user_id, role) VALUES ('%1$s', '%2$s', 'GUEST');
        INSERT INTO project (id, team_id, key, name) VALUES ('%1$s', '%1$s', 'KEY', 'P');
        INSERT INTO stream (id, kind) VALUES ('%1$s', 'project');
        """
            .formatted(id, member));
    return id;
  }
}
