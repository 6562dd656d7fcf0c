package io.teamflow.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.teamflow.codecs.bus.Failure.Code;
import io.teamflow.codecs.bus.PageRequest;
import io.teamflow.codecs.bus.ResourcePage;
import io.teamflow.codecs.chat.ChatMessages;
import io.teamflow.codecs.chat.DeleteMessage;
import io.teamflow.codecs.chat.EditMessage;
import io.teamflow.codecs.chat.GetMessage;
import io.teamflow.codecs.chat.ListReplies;
import io.teamflow.codecs.chat.MessageAck;
import io.teamflow.codecs.chat.SendMessage;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Who is called, and what answers what. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ThreadTest {
  private Room room;
  private UUID ada;
  private UUID ben;

  @BeforeAll
  void open() throws Exception {
    room = new Room();
    ada = room.newAccount();
    ben = room.newAccount();
  }

  @AfterAll
  void close() throws Exception {
    room.close();
  }

  @Test
  void onlyThoseWhoMayReadItAreCalled() throws Exception {
    UUID project = room.newProject(ada, ben);
    UUID stranger = room.newAccount();
    UUID nobody = UUID.randomUUID();
    String body =
        "<@%s> and <@%s>, not <@%s> nor <@%s>, <@%s>".formatted(ben, ada, stranger, nobody, ben);
    MessageAck said = room.say(ada, project, body);
    assertEquals(List.of(ben.toString(), ada.toString()), mentions(said.json()));
    assertEquals(said.json(), room.told(project).getLast().payload());
    String edited =
        room.ask(
                ChatMessages.EDIT,
                ada,
                new EditMessage(said.messageId(), 1, "<@%s> <@%s>".formatted(stranger, ada)))
            .json();
    assertEquals(List.of(ada.toString()), mentions(edited));
  }

  @Test
  void eachMessageOfAGroupCallsItsOwnPeople() throws Exception {
    UUID project = room.newProject(ada, ben);
    List<Future<MessageAck>> acks = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      String body =
          i % 3 == 0 ? "nobody" : i % 3 == 1 ? "<@" + ada + ">" : "<@" + ben + "> <@" + ada + ">";
      SendMessage command =
          new SendMessage(UUID.randomUUID(), project, UUID.randomUUID(), body, null);
      acks.add(room.bus.request(ChatMessages.SEND, Room.callerOf(ada), command));
    }
    Future.all(acks).await(20, TimeUnit.SECONDS);
    for (int i = 0; i < 60; i++) {
      List<String> expected =
          i % 3 == 0
              ? List.of()
              : i % 3 == 1 ? List.of(ada.toString()) : List.of(ben.toString(), ada.toString());
      assertEquals(expected, mentions(acks.get(i).result().json()));
    }
  }

  @Test
  void anAnswerToAnAnswerBelongsToTheSameThread() throws Exception {
    UUID project = room.newProject(ada);
    UUID root = room.say(ada, project, "question").messageId();
    MessageAck first = room.say(ada, project, "answer", root);
    MessageAck second = room.say(ada, project, "answer to the answer", first.messageId());
    room.say(ada, project, "something else");
    assertEquals(root.toString(), Room.read(second.json()).get("replyTo").textValue());
    ResourcePage replies = replies(root, null, 10);
    assertEquals("[" + first.json() + "," + second.json() + "]", replies.items());
    assertNull(replies.nextCursor());
    assertEquals(2, get(root).get("replyCount").intValue());
    assertEquals("[]", replies(first.messageId(), null, 10).items());
  }

  @Test
  void answersInOneGroupAreAllCounted() throws Exception {
    UUID project = room.newProject(ada);
    UUID root = room.say(ada, project, "who comes?").messageId();
    List<Future<MessageAck>> acks = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      SendMessage command =
          new SendMessage(UUID.randomUUID(), project, UUID.randomUUID(), "me", root);
      acks.add(room.bus.request(ChatMessages.SEND, Room.callerOf(ada), command));
    }
    Future.all(acks).await(20, TimeUnit.SECONDS);
    assertEquals(40, get(root).get("replyCount").intValue());
    List<JsonNode> all = new ArrayList<>();
    ResourcePage page = replies(root, null, 15);
    Room.read(page.items()).forEach(all::add);
    while (page.nextCursor() != null) {
      page = replies(root, page.nextCursor(), 15);
      Room.read(page.items()).forEach(all::add);
    }
    assertEquals(40, all.size());
    for (int i = 0; i < 40; i++) {
      assertEquals(i + 2, all.get(i).get("seq").intValue());
    }
  }

  @Test
  void aReplayOfAnEditedMessageCountsItsAnswersOnce() throws Exception {
    UUID project = room.newProject(ada);
    UUID root = room.say(ada, project, "first").messageId();
    room.say(ada, project, "one", root);
    UUID answer = room.say(ada, project, "two", root).messageId();
    room.ask(ChatMessages.EDIT, ada, new EditMessage(root, 1, "second"));
    room.say(ada, project, "three", root);
    room.ask(ChatMessages.EDIT, ada, new EditMessage(root, 2, "third"));
    room.ask(ChatMessages.DELETE, ada, new DeleteMessage(answer, 1));
    int count = 0;
    for (String event : room.log(project)) {
      JsonNode told = Room.read(event.substring(event.indexOf(' ')));
      if (told.get("id").textValue().equals(root.toString())) {
        assertEquals("third", told.get("body").textValue());
        if (event.startsWith("message.updated")) {
          assertEquals(count, told.get("replyCount").intValue(), event);
        }
        count = told.get("replyCount").intValue();
      } else if (event.startsWith("message.created")) {
        count++;
      }
    }
    assertEquals(3, count);
    assertEquals(3, get(root).get("replyCount").intValue());
  }

  @Test
  void aStrangerReadsNoAnswers() throws Exception {
    UUID project = room.newProject(ada);
    UUID root = room.say(ada, project, "question").messageId();
    ListReplies command = new ListReplies(root, PageRequest.first());
    room.refused(Code.NOT_FOUND, ChatMessages.LIST_REPLIES, room.newAccount(), command);
    room.refused(
        Code.INVALID,
        ChatMessages.LIST_REPLIES,
        ada,
        new ListReplies(root, new PageRequest(10, "1 OR 1=1")));
  }

  private JsonNode get(UUID message) throws Exception {
    return Room.read(room.ask(ChatMessages.GET, ada, new GetMessage(message)).json());
  }

  private ResourcePage replies(UUID message, @Nullable String cursor, int limit) throws Exception {
    return room.ask(
        ChatMessages.LIST_REPLIES, ada, new ListReplies(message, new PageRequest(limit, cursor)));
  }

  private static List<String> mentions(String json) {
    List<String> mentions = new ArrayList<>();
    Room.read(json).get("mentions").forEach(id -> mentions.add(id.textValue()));
    return mentions;
  }
}
