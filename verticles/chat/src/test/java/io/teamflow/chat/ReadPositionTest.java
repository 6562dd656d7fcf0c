package io.teamflow.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.teamflow.codecs.bus.Failure.Code;
import io.teamflow.codecs.bus.PageRequest;
import io.teamflow.codecs.bus.ResourcePage;
import io.teamflow.codecs.chat.ChatMessages;
import io.teamflow.codecs.chat.DeleteMessage;
import io.teamflow.codecs.chat.GetUnread;
import io.teamflow.codecs.chat.ListUnread;
import io.teamflow.codecs.chat.MarkRead;
import io.teamflow.codecs.stream.CommittedEvent;
import io.teamflow.codecs.stream.StreamId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReadPositionTest {
  private Room room;

  @BeforeAll
  void open() throws Exception {
    room = new Room();
  }

  @AfterAll
  void close() throws Exception {
    room.close();
  }

  @Test
  void unreadIsWhatOthersSaidBehindThePosition() throws Exception {
    UUID ada = room.newAccount();
    UUID ben = room.newAccount();
    UUID project = room.newProject(ada, ben);
    room.say(ben, project, "one");
    long seen = room.say(ben, project, "two").seq();
    room.say(ben, project, "three <@" + ada + ">");
    room.say(ada, project, "four, my own");
    UUID five = room.say(ben, project, "five <@" + ada + ">").messageId();
    assertEquals(unread(project, 0, 4, 2), unread(ada, project));
    mark(ada, project, seen);
    assertEquals(unread(project, 2, 2, 2), unread(ada, project));
    room.ask(ChatMessages.DELETE, ben, new DeleteMessage(five, 1));
    assertEquals(unread(project, 2, 1, 1), unread(ada, project));
    assertEquals(unread(project, 0, 1, 0), unread(ben, project));
  }

  @Test
  void thePositionNeverGoesBackwardsNorBeyondWhatWasWritten() throws Exception {
    UUID ada = room.newAccount();
    UUID project = room.newProject(ada);
    for (int i = 0; i < 5; i++) {
      room.say(ada, project, "message " + i);
    }
    assertEquals(3, mark(ada, project, 3));
    assertEquals(3, mark(ada, project, 1));
    assertEquals(3, mark(ada, project, 3));
    assertEquals(5, mark(ada, project, Long.MAX_VALUE));
    List<CommittedEvent> told = room.told(ada);
    assertEquals(2, told.size());
    assertEquals(StreamId.user(ada), told.getLast().stream());
    assertEquals("read.updated", told.getLast().type());
    assertEquals("{\"projectId\":\"" + project + "\",\"lastReadSeq\":5}", told.getLast().payload());
    assertEquals(2, room.log(ada).size());
  }

  @Test
  void unreadIsCountedUpToAThousand() throws Exception {
    UUID ada = room.newAccount();
    UUID ben = room.newAccount();
    UUID project = room.newProject(ada, ben);
    room.database.execute(
        """
        INSERT INTO message (id, project_id, seq, sender, client_id, body, created_at)
        SELECT gen_random_uuid(), '%1$s', n, '%2$s', gen_random_uuid(), 'x', now()
          FROM generate_series(1, 1200) n;
        UPDATE stream SET head = 1200 WHERE id = '%1$s'
        """
            .formatted(project, ben));
    assertEquals(unread(project, 0, 1000, 0), unread(ada, project));
    mark(ada, project, 1190);
    assertEquals(unread(project, 1190, 10, 0), unread(ada, project));
  }

  @Test
  void eachOfMyProjectsIsListedAndNoOther() throws Exception {
    UUID ada = room.newAccount();
    UUID ben = room.newAccount();
    List<UUID> projects =
        List.of(room.newProject(ada, ben), room.newProject(ada, ben), room.newProject(ada, ben));
    UUID left = room.newProject(ada, ben);
    room.say(ben, left, "not for you any more");
    mark(ada, left, 1);
    room.remove(left, ada);
    for (UUID project : projects) {
      room.say(ben, project, "hello");
    }
    ResourcePage first = list(ada, null, 2);
    ResourcePage second = list(ada, first.nextCursor(), 2);
    assertNotNull(first.nextCursor());
    assertNull(second.nextCursor());
    List<JsonNode> all = new ArrayList<>();
    Room.read(first.items()).forEach(all::add);
    Room.read(second.items()).forEach(all::add);
    assertEquals(
        projects.stream().map(UUID::toString).sorted().toList(),
        all.stream().map(unread -> unread.get("projectId").textValue()).toList());
    all.forEach(unread -> assertEquals(1, unread.get("unread").intValue()));
  }

  @Test
  void aStrangerReadsNothing() throws Exception {
    UUID ada = room.newAccount();
    UUID stranger = room.newAccount();
    UUID project = room.newProject(ada);
    room.refused(Code.NOT_FOUND, ChatMessages.MARK_READ, stranger, new MarkRead(project, 1));
    room.refused(Code.NOT_FOUND, ChatMessages.GET_UNREAD, stranger, new GetUnread(project));
    assertEquals("[]", list(stranger, null, 50).items());
    assertEquals(0, room.log(stranger).size());
  }

  private long mark(UUID user, UUID project, long seq) throws Exception {
    String json = room.ask(ChatMessages.MARK_READ, user, new MarkRead(project, seq)).json();
    return Room.read(json).get("lastReadSeq").longValue();
  }

  private String unread(UUID user, UUID project) throws Exception {
    return room.ask(ChatMessages.GET_UNREAD, user, new GetUnread(project)).json();
  }

  private static String unread(UUID project, int lastRead, int unread, int mentions) {
    return "{\"projectId\":\"%s\",\"lastReadSeq\":%d,\"unread\":%d,\"mentions\":%d}"
        .formatted(project, lastRead, unread, mentions);
  }

  private ResourcePage list(UUID user, @Nullable String cursor, int limit) throws Exception {
    return room.ask(ChatMessages.LIST_UNREAD, user, new ListUnread(new PageRequest(limit, cursor)));
  }
}
