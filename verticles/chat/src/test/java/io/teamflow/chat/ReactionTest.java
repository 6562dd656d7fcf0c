package io.teamflow.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import io.teamflow.codecs.bus.Done;
import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.bus.Failure.Code;
import io.teamflow.codecs.chat.ChatMessages;
import io.teamflow.codecs.chat.DeleteMessage;
import io.teamflow.codecs.chat.EditMessage;
import io.teamflow.codecs.chat.GetMessage;
import io.teamflow.codecs.chat.React;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReactionTest {
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
  void reactionsAreShownInTheOrderOfTheirFirstUse() throws Exception {
    UUID project = room.newProject(ada, ben);
    UUID message = room.say(ada, project, "done").messageId();
    react(ada, message, "🎉");
    react(ben, message, "👩‍👩‍👧‍👦");
    react(ben, message, "🎉");
    JsonNode shown = shown(message);
    assertEquals(2, shown.size());
    assertEquals("🎉", shown.get(0).get("emoji").textValue());
    assertEquals(2, shown.get(0).get("count").intValue());
    assertEquals(ada.toString(), shown.get(0).get("users").get(0).textValue());
    assertEquals(ben.toString(), shown.get(0).get("users").get(1).textValue());
    assertEquals(
        "message.reacted {\"messageId\":\"%s\",\"user\":\"%s\",\"emoji\":\"🎉\",\"on\":true,\"count\":2}"
            .formatted(message, ben),
        room.log(project).getLast());
    assertEquals("message.reacted", room.told(project).getLast().type());
  }

  @Test
  void reactingTwiceIsReactingOnce() throws Exception {
    UUID project = room.newProject(ada);
    UUID message = room.say(ada, project, "done").messageId();
    react(ada, message, "👍");
    react(ada, message, "👍");
    assertEquals(2, room.log(project).size());
    remove(ada, message, "👍");
    remove(ada, message, "👍");
    assertEquals(3, room.log(project).size());
    assertEquals(0, shown(message).size());
  }

  @Test
  void manyAtOnceAreAllCountedAndTheFirstTwentyNamed() throws Exception {
    UUID project = room.newProject();
    List<UUID> crowd = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      UUID user = room.newAccount();
      room.join(project, user, "GUEST");
      crowd.add(user);
    }
    UUID message = room.say(crowd.getFirst(), project, "lunch?").messageId();
    List<Future<Done>> answers = new ArrayList<>();
    for (UUID user : crowd) {
      React command = new React(message, "🍝", true);
      answers.add(room.bus.request(ChatMessages.REACT, Room.callerOf(user), command));
    }
    Future.all(answers).await(20, TimeUnit.SECONDS);
    JsonNode shown = Room.read(get(crowd.getFirst(), message)).get("reactions").get(0);
    assertEquals(30, shown.get("count").intValue());
    assertEquals(20, shown.get("users").size());
    assertEquals(31, room.log(project).size());
  }

  @Test
  void aMessageHasAtMostTwentyDifferentReactions() throws Exception {
    UUID project = room.newProject(ada, ben);
    UUID message = room.say(ada, project, "bingo").messageId();
    for (int i = 0; i < 20; i++) {
      react(ada, message, Character.toString(0x1F600 + i));
    }
    room.refused(Code.CONFLICT, ChatMessages.REACT, ben, new React(message, "🧵", true));
    react(ben, message, Character.toString(0x1F600));
    assertEquals(20, shown(message).size());
  }

  @Test
  void aReactionIsOneVisibleCharacter() {
    UUID message = UUID.randomUUID();
    for (String emoji : List.of("👍🏽", "🇫🇷", "👩‍👩‍👧‍👦", "é", "✔️")) {
      assertEquals(emoji, new React(message, emoji, true).emoji());
    }
    for (String text : List.of("", " ", "\n", "ab", "👍👍", "\u0000", "e" + "\u0301".repeat(16))) {
      assertEquals(
          Code.INVALID,
          assertThrows(Failure.class, () -> new React(message, text, true)).code(),
          text);
    }
  }

  @Test
  void anEditIsNotStaleBecauseSomebodyReacted() throws Exception {
    UUID project = room.newProject(ada, ben);
    UUID message = room.say(ada, project, "helo").messageId();
    react(ben, message, "👍");
    String edited = room.ask(ChatMessages.EDIT, ada, new EditMessage(message, 1, "hello")).json();
    assertEquals(1, Room.read(edited).get("reactions").size());
    String first = room.log(project).getFirst();
    assertEquals("hello", payload(first).get("body").textValue());
    assertEquals(0, payload(first).get("reactions").size(), "as when it was said");
  }

  @Test
  void aDeletedMessageLosesItsReactionsAndGetsNoMore() throws Exception {
    UUID project = room.newProject(ada, ben);
    UUID message = room.say(ada, project, "oops").messageId();
    react(ben, message, "👍");
    room.ask(ChatMessages.DELETE, ada, new DeleteMessage(message, 1));
    assertEquals(0, shown(message).size());
    room.refused(Code.CONFLICT, ChatMessages.REACT, ben, new React(message, "👍", true));
    remove(ben, message, "👍");
    assertEquals(3, room.log(project).size());
  }

  @Test
  void aStrangerCannotTellThatTheMessageExists() throws Exception {
    UUID project = room.newProject(ada);
    UUID message = room.say(ada, project, "quiet").messageId();
    UUID stranger = room.newAccount();
    for (boolean on : new boolean[] {true, false}) {
      room.refused(Code.NOT_FOUND, ChatMessages.REACT, stranger, new React(message, "👍", on));
    }
    assertEquals(1, room.log(project).size());
  }

  private void react(UUID user, UUID message, String emoji) throws Exception {
    room.ask(ChatMessages.REACT, user, new React(message, emoji, true));
  }

  private void remove(UUID user, UUID message, String emoji) throws Exception {
    room.ask(ChatMessages.REACT, user, new React(message, emoji, false));
  }

  private JsonNode shown(UUID message) throws Exception {
    return Room.read(get(ada, message)).get("reactions");
  }

  private String get(UUID user, UUID message) throws Exception {
    return room.ask(ChatMessages.GET, user, new GetMessage(message)).json();
  }

  private static JsonNode payload(String event) {
    return Room.read(event.substring(event.indexOf(' ')));
  }
}
