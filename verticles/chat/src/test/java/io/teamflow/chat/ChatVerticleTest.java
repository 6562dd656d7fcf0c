package io.teamflow.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.bus.Failure.Code;
import io.teamflow.codecs.bus.ResourcePage;
import io.teamflow.codecs.chat.ChatMessages;
import io.teamflow.codecs.chat.ListMessages;
import io.teamflow.codecs.chat.MessageAck;
import io.teamflow.codecs.chat.SendMessage;
import io.teamflow.codecs.stream.CommittedEvent;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
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
  private Room room;
  private UUID ada;

  @BeforeAll
  void open() throws Exception {
    room = new Room();
    ada = room.newAccount();
  }

  @AfterAll
  void close() throws Exception {
    room.close();
  }

  @Test
  void whatIsSaidIsDurablePublishedAndListed() throws Exception {
    UUID project = room.newProject(ada);
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
        room.published.stream()
            .filter(e -> e.stream().id().equals(project) && e.seq() == 1)
            .findFirst()
            .orElseThrow();
    assertEquals(ack.json(), event.payload());
    assertEquals(ack.at(), event.at());
  }

  @Test
  void sayingTheSameFiftyTimesSaysItOnce() throws Exception {
    UUID project = room.newProject(ada);
    UUID clientId = UUID.randomUUID();
    List<Future<MessageAck>> acks =
        IntStream.range(0, 50).mapToObj(_ -> send(ada, project, clientId, "once", null)).toList();
    Future.all(acks).await();
    assertEquals(1, acks.stream().map(Future::result).distinct().count());
    assertEquals(1, room.published.stream().filter(e -> e.stream().id().equals(project)).count());
    Failure reused = refusal(send(ada, project, clientId, "something else", null));
    assertEquals(Code.CONFLICT, reused.code());
  }

  @Test
  void manyAtOnceInManyProjectsLeaveNoGapAndNoDeadlock() throws Exception {
    List<UUID> projects = IntStream.range(0, 5).mapToObj(_ -> room.newProject(ada)).toList();
    List<Future<MessageAck>> acks = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      int place = i % 2 == 0 ? i % 5 : 4 - i % 5;
      acks.add(send(ada, projects.get(place), UUID.randomUUID(), "message " + i, null));
    }
    Future.all(acks).await();
    for (UUID project : projects) {
      List<Long> numbers =
          room.published.stream()
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
    UUID project = room.newProject(ada);
    UUID elsewhere = room.newProject(ada);
    UUID stranger = room.newAccount();
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
  void aPageOfALongStoryIsReadWithoutTheRestOfIt() throws Exception {
    UUID project = room.newProject(ada);
    room.database.execute(
        """
        INSERT INTO message (id, project_id, seq, sender, client_id, body, created_at)
        SELECT gen_random_uuid(), '%s', n, '%s', gen_random_uuid(), 'words', now()
          FROM generate_series(1, 3000) n;
        ANALYZE message;
        """
            .formatted(project, ada));
    List<String> steps =
        room.database.explain(
            MessageSql.ofProject(50), "'" + ada + "'", "'" + project + "'", "2500");
    assertTrue(
        steps.stream()
            .anyMatch(s -> s.contains("message_project_id_seq_key") && s.contains("rows=51")),
        String.join("\n", steps));
  }

  @Test
  void historyIsReadInPagesFromTheNewest() throws Exception {
    UUID project = room.newProject(ada);
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
        assertThrows(Failure.class, () -> list(room.newAccount(), project, null, 5)).code());
    assertEquals("[]", list(ada, room.newProject(ada), null, 5).items());
  }

  private Future<MessageAck> send(
      UUID sender, UUID project, UUID clientId, String body, @Nullable UUID replyTo) {
    return room.bus.request(
        ChatMessages.SEND,
        Room.callerOf(sender),
        new SendMessage(UUID.randomUUID(), project, clientId, body, replyTo));
  }

  private ResourcePage list(UUID user, UUID project, @Nullable Long before, int limit)
      throws Exception {
    return room.bus
        .request(ChatMessages.LIST, Room.callerOf(user), new ListMessages(project, before, limit))
        .await(5, TimeUnit.SECONDS);
  }

  private static Failure refusal(Future<?> refused) {
    return assertThrows(Failure.class, () -> refused.await(5, TimeUnit.SECONDS));
  }
}
