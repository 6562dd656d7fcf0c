package io.teamflow.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.bus.Failure.Code;
import io.teamflow.codecs.bus.ResourcePage;
import io.teamflow.codecs.chat.ChatMessages;
import io.teamflow.codecs.chat.DeleteMessage;
import io.teamflow.codecs.chat.EditMessage;
import io.teamflow.codecs.chat.MessageAck;
import io.teamflow.codecs.chat.SearchMessages;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SearchTest {
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
  void messagesAreFoundByTheirWordsNewestFirst() throws Exception {
    UUID project = room.newProject(ada);
    UUID elsewhere = room.newProject(ada);
    room.say(ada, project, "The green ink is empty.");
    room.say(ada, project, "Nothing of interest");
    room.say(ada, project, "Ink in GREEN, please; Grün geht auch");
    room.say(ada, elsewhere, "green ink elsewhere");
    assertEquals(List.of(3L, 1L), found(project, "green ink"));
    assertEquals(List.of(1L), found(project, "\"green ink\""));
    assertEquals(List.of(1L), found(project, "ink -please"));
    assertEquals(List.of(3L, 2L), found(project, "interest or grün"));
    assertEquals(List.of(), found(project, "gree"));
  }

  @Test
  void anEditedMessageIsFoundByItsNewWordsAndADeletedOneByNone() throws Exception {
    UUID project = room.newProject(ada);
    MessageAck said = room.say(ada, project, "swordfish");
    room.ask(ChatMessages.EDIT, ada, new EditMessage(said.messageId(), 1, "carp"));
    assertEquals(List.of(), found(project, "swordfish"));
    assertEquals(List.of(1L), found(project, "carp"));
    room.ask(ChatMessages.DELETE, ada, new DeleteMessage(said.messageId(), 2));
    assertEquals(List.of(), found(project, "carp"));
  }

  @Test
  void whatIsFoundIsReadInPages() throws Exception {
    UUID project = room.newProject(ada);
    for (int i = 0; i < 7; i++) {
      room.say(ada, project, (i == 3 ? "other " : "needle ") + i);
    }
    ResourcePage first = search(ada, project, "needle", null, 4);
    assertEquals("3", first.nextCursor());
    ResourcePage second = search(ada, project, "needle", 3L, 4);
    assertEquals(List.of(2L, 1L), seqs(second));
    assertNull(second.nextCursor());
  }

  @Test
  void noQueryIsTooStrangeAndNoneIsEmpty() throws Exception {
    UUID project = room.newProject(ada);
    room.say(ada, project, "one & two");
    for (String query : List.of("&|!():*<->\\'", "\"", "-", "'; DROP TABLE message; --", "or or")) {
      search(ada, project, query, null, 10);
    }
    for (String query : List.of("", " ", "x".repeat(201), "\u0000")) {
      Failure failure =
          assertThrows(Failure.class, () -> new SearchMessages(project, query, null, 10));
      assertEquals(Code.INVALID, failure.code());
    }
  }

  @Test
  void aStrangerFindsNothing() throws Exception {
    UUID project = room.newProject(ada);
    room.say(ada, project, "secret");
    SearchMessages command = new SearchMessages(project, "secret", null, 10);
    room.refused(Code.NOT_FOUND, ChatMessages.SEARCH, room.newAccount(), command);
  }

  private List<Long> found(UUID project, String query) throws Exception {
    return seqs(search(ada, project, query, null, 10));
  }

  private static List<Long> seqs(ResourcePage page) {
    List<Long> seqs = new ArrayList<>();
    for (JsonNode message : Room.read(page.items())) {
      seqs.add(message.get("seq").longValue());
    }
    return seqs;
  }

  private ResourcePage search(
      UUID user, UUID project, String query, @Nullable Long before, int limit) throws Exception {
    return room.ask(ChatMessages.SEARCH, user, new SearchMessages(project, query, before, limit));
  }
}
