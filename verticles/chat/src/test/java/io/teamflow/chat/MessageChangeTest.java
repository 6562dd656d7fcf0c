package io.teamflow.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.teamflow.codecs.bus.Done;
import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.bus.Failure.Code;
import io.teamflow.codecs.bus.Resource;
import io.teamflow.codecs.chat.ChatMessages;
import io.teamflow.codecs.chat.DeleteMessage;
import io.teamflow.codecs.chat.EditMessage;
import io.teamflow.codecs.chat.GetMessage;
import io.teamflow.codecs.chat.ListMessages;
import io.teamflow.codecs.chat.MessageAck;
import io.teamflow.codecs.chat.SendMessage;
import io.teamflow.codecs.stream.CommittedEvent;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MessageChangeTest {
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
  void anEditIsDurableToldAndNumbered() throws Exception {
    UUID project = room.newProject(ada);
    UUID message = room.say(ada, project, "first thought").messageId();
    Resource edited = edit(ada, message, 1, "second thought");
    assertEquals(2, edited.version());
    JsonNode json = Room.read(edited.json());
    assertEquals("second thought", json.get("body").textValue());
    assertFalse(json.get("editedAt").isNull());
    assertEquals(edited, room.ask(ChatMessages.GET, ada, new GetMessage(message)));
    CommittedEvent event = room.told(project).getLast();
    assertEquals("message.updated", event.type());
    assertEquals(2, event.seq());
    assertEquals(edited.json(), event.payload());
  }

  @Test
  void theLogKeepsNoOlderTextOfAnEditedMessage() throws Exception {
    UUID project = room.newProject(ada);
    MessageAck said = room.say(ada, project, "my password is swordfish");
    room.say(ada, project, "something else");
    edit(ada, said.messageId(), 1, "never mind, swordfish was old");
    edit(ada, said.messageId(), 2, "never mind");
    List<String> log = room.log(project);
    assertEquals(4, log.size());
    assertFalse(log.toString().contains("swordfish"), log.toString());
    assertTrue(log.get(0).startsWith("message.created") && log.get(0).contains("never mind"));
    assertTrue(log.get(1).contains("something else"));
  }

  @Test
  void aDeletedMessageLeavesItsPlaceAndNothingElse() throws Exception {
    UUID project = room.newProject(ada);
    UUID message = room.say(ada, project, "swordfish").messageId();
    assertNotNull(room.ask(ChatMessages.DELETE, ada, new DeleteMessage(message, 1)));
    String left = room.ask(ChatMessages.LIST, ada, new ListMessages(project, null, 10)).items();
    JsonNode tombstone = Room.read(left).get(0);
    assertEquals("", tombstone.get("body").textValue());
    assertTrue(tombstone.get("deleted").booleanValue());
    assertEquals(1, tombstone.get("seq").longValue());
    List<String> log = room.log(project);
    assertEquals(2, log.size());
    assertTrue(log.get(1).startsWith("message.deleted"));
    assertFalse(log.toString().contains("swordfish"), log.toString());
    assertEquals("message.deleted", room.told(project).getLast().type());
    assertEquals(left, "[" + room.told(project).getLast().payload() + "]");
  }

  @Test
  void deletingAgainSucceedsAndTellsNothing() throws Exception {
    UUID project = room.newProject(ada);
    UUID message = room.say(ada, project, "once").messageId();
    DeleteMessage command = new DeleteMessage(message, 1);
    assertEquals(new Done(), room.ask(ChatMessages.DELETE, ada, command));
    assertEquals(new Done(), room.ask(ChatMessages.DELETE, ada, command));
    assertEquals(2, room.log(project).size());
    room.refused(Code.CONFLICT, ChatMessages.EDIT, ada, new EditMessage(message, 2, "back"));
  }

  @Test
  void nobodyOverwritesATextTheyHaveNotSeen() throws Exception {
    UUID project = room.newProject(ada);
    UUID message = room.say(ada, project, "one").messageId();
    Resource two = edit(ada, message, 1, "two");
    Failure stale =
        room.refused(Code.PRECONDITION, ChatMessages.EDIT, ada, new EditMessage(message, 1, "x"));
    assertEquals(two, stale.current());
    room.refused(Code.PRECONDITION, ChatMessages.DELETE, ada, new DeleteMessage(message, 1));
    assertEquals(two, edit(ada, message, 1, "two"), "the retry of an edit finds it done");
    assertEquals(2, room.log(project).size());
  }

  @Test
  void onlyTheSenderEditsAndOnlyTheSenderOrAnAdminDeletes() throws Exception {
    UUID project = room.newProject(ada, ben);
    UUID admin = room.newAccount();
    room.join(project, admin, "ADMIN");
    UUID message = room.say(ada, project, "mine").messageId();
    EditMessage edit = new EditMessage(message, 1, "yours");
    DeleteMessage delete = new DeleteMessage(message, 1);
    room.refused(Code.FORBIDDEN, ChatMessages.EDIT, ben, edit);
    room.refused(Code.FORBIDDEN, ChatMessages.EDIT, admin, edit);
    room.refused(Code.FORBIDDEN, ChatMessages.DELETE, ben, delete);
    assertEquals(1, room.log(project).size());
    assertEquals(new Done(), room.ask(ChatMessages.DELETE, admin, delete));
    assertEquals(admin, room.told(project).getLast().actor());
  }

  @Test
  void aStrangerCannotTellThatTheMessageExists() throws Exception {
    UUID project = room.newProject(ada, ben);
    UUID message = room.say(ben, project, "between us").messageId();
    room.remove(project, ben);
    for (UUID id : List.of(message, UUID.randomUUID())) {
      room.refused(Code.NOT_FOUND, ChatMessages.GET, ben, new GetMessage(id));
      room.refused(Code.NOT_FOUND, ChatMessages.EDIT, ben, new EditMessage(id, 1, "x"));
      room.refused(Code.NOT_FOUND, ChatMessages.DELETE, ben, new DeleteMessage(id, 1));
    }
    assertEquals(1, room.log(project).size());
  }

  @Test
  void sendingAgainWhatWasEditedMeanwhileGivesTheEditedMessage() throws Exception {
    UUID project = room.newProject(ada);
    SendMessage send =
        new SendMessage(UUID.randomUUID(), project, UUID.randomUUID(), "before", null);
    UUID message = room.ask(ChatMessages.SEND, ada, send).messageId();
    Resource edited = edit(ada, message, 1, "after");
    assertEquals(edited.json(), room.ask(ChatMessages.SEND, ada, send).json());
  }

  private Resource edit(UUID user, UUID message, long version, String body) throws Exception {
    return room.ask(ChatMessages.EDIT, user, new EditMessage(message, version, body));
  }
}
