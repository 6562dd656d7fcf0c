package io.teamflow.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.teamflow.codecs.bus.PageRequest;
import io.teamflow.codecs.chat.ChatMessages;
import io.teamflow.codecs.chat.DeleteMessage;
import io.teamflow.codecs.chat.EditMessage;
import io.teamflow.codecs.chat.GetMessage;
import io.teamflow.codecs.chat.ListMessages;
import io.teamflow.codecs.chat.ListReplies;
import io.teamflow.codecs.chat.MessageAck;
import io.teamflow.codecs.chat.React;
import io.teamflow.codecs.chat.SearchMessages;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What messages tell of the task that was made of them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MessageTaskTest {
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
  void everyAnswerAboutAMessageNamesItsTask() throws Exception {
    UUID project = room.newProject(ada);
    UUID root = room.say(ada, project, "what is to be done?").messageId();
    MessageAck said = room.say(ada, project, "draw the map", root);
    assertTrue(Room.read(said.json()).get("task").isNull());
    assertEquals(said.json(), room.told(project).getLast().payload());
    UUID task = make(project, said.messageId());
    String one = "[" + get(said.messageId()) + "]";
    assertEquals(task.toString(), get(said.messageId()).get("task").textValue());
    assertEquals(
        one, read(room.ask(ChatMessages.LIST, ada, new ListMessages(project, null, 1)).items()));
    assertEquals(
        one,
        read(
            room.ask(ChatMessages.SEARCH, ada, new SearchMessages(project, "map", null, 10))
                .items()));
    assertEquals(
        one,
        read(
            room.ask(ChatMessages.LIST_REPLIES, ada, new ListReplies(root, PageRequest.first()))
                .items()));
    assertTrue(get(root).get("task").isNull());
    JsonNode edited =
        Room.read(
            room.ask(ChatMessages.EDIT, ada, new EditMessage(said.messageId(), 1, "draw it"))
                .json());
    assertEquals(task.toString(), edited.get("task").textValue());
    assertEquals(edited, Room.read(room.told(project).getLast().payload()));
    discard(project, task);
    assertTrue(get(said.messageId()).get("task").isNull());
  }

  @Test
  void aMessageThatWasTakenBackKeepsItsTaskAndNothingElse() throws Exception {
    UUID project = room.newProject(ada);
    UUID message = room.say(ada, project, "swordfish").messageId();
    UUID task = make(project, message);
    room.ask(ChatMessages.DELETE, ada, new DeleteMessage(message, 1));
    JsonNode left = get(message);
    assertTrue(left.get("deleted").booleanValue());
    assertEquals(task.toString(), left.get("task").textValue());
    assertEquals(left, Room.read(room.told(project).getLast().payload()));
  }

  /** From the beginning, what was told of the message makes at each point what was so then. */
  @Test
  void aReplayOfAnEditedMessageKnowsItsTaskAsItWasThen() throws Exception {
    UUID project = room.newProject(ada);
    UUID message = room.say(ada, project, "one").messageId();
    edit(message, 1, "two");
    UUID first = make(project, message);
    edit(message, 2, "three");
    discard(project, first);
    edit(message, 3, "four");
    UUID second = make(project, message);
    edit(message, 4, "five");
    room.ask(ChatMessages.REACT, ada, new React(message, "\ud83d\udc4d", true));
    String task = "null";
    int edits = 0;
    for (String event : room.log(project)) {
      String type = event.substring(0, event.indexOf(' '));
      JsonNode told = Room.read(event.substring(event.indexOf(' ')));
      if (type.equals("message.updated")) {
        edits++;
        assertEquals(task, told.get("task").asText(), event);
        assertEquals("five", told.get("body").textValue());
      } else if (type.startsWith("task.")) {
        assertEquals(message.toString(), told.get("message").textValue());
        task = type.equals("task.deleted") ? "null" : told.get("id").textValue();
      } else if (type.equals("message.created")) {
        assertTrue(told.get("task").isNull(), event);
      }
    }
    assertEquals(4, edits);
    assertEquals(second.toString(), task);
    assertEquals(task, get(message).get("task").textValue());
  }

  /** Makes a task of a message, as the task verticle does. */
  private UUID make(UUID project, UUID message) throws Exception {
    UUID task = UUID.randomUUID();
    room.database.select(
        """
        WITH numbered AS (
          UPDATE stream SET task_number = task_number + 1 WHERE id = '%2$s' RETURNING task_number
        ), created AS (
          INSERT INTO task (id, project_id, number, title, description, status, priority, assignees,
                            labels, rank, message_id)
          SELECT '%1$s', '%2$s', task_number, 't', '', 'TODO', 'LOW', '{}', '{}',
                 'a' || task_number, '%3$s' FROM numbered
          RETURNING task AS t
        )
        SELECT e.id FROM created, task_changed('task.created', '%4$s', NULL::task, t, 'KEY') e
        """
            .formatted(task, project, message, ada));
    return task;
  }

  /** Puts a task into the trash. */
  private void discard(UUID project, UUID task) throws Exception {
    room.database.select(
        """
        WITH changed AS (
          UPDATE task SET deleted_at = now() WHERE id = '%1$s' AND project_id = '%2$s'
          RETURNING task AS t
        )
        SELECT e.id FROM changed, task_changed('task.deleted', '%3$s', t, t, 'KEY') e
        """
            .formatted(task, project, ada));
  }

  private void edit(UUID message, long version, String body) throws Exception {
    room.ask(ChatMessages.EDIT, ada, new EditMessage(message, version, body));
  }

  private JsonNode get(UUID message) throws Exception {
    return Room.read(room.ask(ChatMessages.GET, ada, new GetMessage(message)).json());
  }

  private static String read(String items) {
    return Room.read(items).toString();
  }
}
