package io.teamflow.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.teamflow.codecs.bus.Change;
import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.bus.Failure.Code;
import io.teamflow.codecs.bus.PageRequest;
import io.teamflow.codecs.bus.Resource;
import io.teamflow.codecs.bus.ResourcePage;
import io.teamflow.codecs.stream.StreamId;
import io.teamflow.codecs.task.CommentMessages;
import io.teamflow.codecs.task.CreateComment;
import io.teamflow.codecs.task.DeleteComment;
import io.teamflow.codecs.task.EditComment;
import io.teamflow.codecs.task.ListComments;
import io.teamflow.codecs.task.TaskPatch;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CommentTest {
  private Office office;
  private UUID ada;
  private UUID bob;
  private UUID guest;
  private UUID stranger;
  private UUID project;
  private Resource task;

  @BeforeAll
  void open() throws Exception {
    office = new Office();
    ada = office.hire("Ada");
  }

  @BeforeEach
  void assign() throws Exception {
    bob = office.hire("Bob");
    guest = office.hire("Guest");
    stranger = office.hire("Stranger");
    UUID team = office.newTeam(ada);
    project = office.newProject(ada, team);
    office.join(team, bob, "MEMBER");
    office.join(team, guest, "GUEST");
    task = office.newTask(ada, project, "discussed");
  }

  @AfterAll
  void close() throws Exception {
    office.close();
  }

  @Test
  void aCommentSaysWhoSaidWhatAndItsEventSaysTheSame() throws Exception {
    Resource comment = say(bob, "'; DROP TABLE comment; -- \"\\ 😀");
    JsonNode json = Office.json(comment.json());
    assertEquals(bob.toString(), json.get("author").textValue());
    assertEquals("'; DROP TABLE comment; -- \"\\ 😀", json.get("body").textValue());
    assertEquals(task.id().toString(), json.get("taskId").textValue());
    assertEquals(project.toString(), json.get("projectId").textValue());
    assertTrue(json.get("editedAt").isNull());
    assertFalse(json.get("deleted").booleanValue());
    assertEquals("comment.created", office.story(project).getLast().type());
    assertEquals(comment.json(), office.story(project).getLast().payload());
  }

  @Test
  void aRepeatedCommandCreatesOneCommentAndCallsOnce() throws Exception {
    CreateComment command =
        new CreateComment(Office.newId(), task.id(), mention(bob) + ", look at this");
    int before = office.story(project).size();
    List<Future<Resource>> answers =
        IntStream.range(0, 8)
            .mapToObj(
                _ -> office.bus.request(CommentMessages.CREATE, Office.callerOf(ada), command))
            .toList();
    Future.all(answers).await();
    assertEquals(1, answers.stream().map(Future::result).distinct().count());
    assertEquals(before + 1, office.story(project).size());
    assertEquals(1, office.story(bob).size());
  }

  @Test
  void onlyWhoMayReadTheProjectIsMentionedAndTold() throws Exception {
    Resource comment =
        say(
            ada,
            mention(guest) + mention(stranger) + mention(bob) + mention(ada) + mention(project));
    assertEquals(List.of(guest, bob, ada), mentions(comment));
    for (UUID told : List.of(guest, bob)) {
      Office.Event event = office.story(told).getLast();
      assertEquals(1, event.seq());
      assertEquals("mention.created", event.type());
      assertEquals(
          Office.json(
              "{\"projectId\":\"%s\",\"taskId\":\"%s\",\"commentId\":\"%s\",\"by\":\"%s\"}"
                  .formatted(project, task.id(), comment.id(), ada)),
          Office.json(event.payload()));
      assertEquals(
          1, office.published.stream().filter(e -> e.stream().equals(StreamId.user(told))).count());
    }
    assertEquals(List.of(), office.story(stranger));
    assertEquals(
        0,
        office.story(ada).stream().filter(e -> e.payload().contains(project.toString())).count());
  }

  @Test
  void anEditCallsOnlyThoseWhoWereNotMentionedBefore() throws Exception {
    Resource comment = say(ada, mention(bob) + " and others");
    Resource edited = edit(ada, comment, mention(guest) + mention(bob));
    assertEquals(List.of(guest, bob), mentions(edited));
    assertEquals(1, office.story(bob).size());
    assertEquals(1, office.story(guest).size());
  }

  @Test
  void crossedMentionsOfTwoPeopleDoNotLockEachOtherOut() throws Exception {
    List<Future<Resource>> said = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      String body = i % 2 == 0 ? mention(bob) + mention(guest) : mention(guest) + mention(bob);
      said.add(
          office.bus.request(
              CommentMessages.CREATE,
              Office.callerOf(ada),
              new CreateComment(Office.newId(), task.id(), body)));
    }
    Future.all(said).await();
    for (UUID told : List.of(bob, guest)) {
      assertEquals(
          IntStream.rangeClosed(1, 20).mapToObj(Long::valueOf).toList(),
          office.story(told).stream().map(Office.Event::seq).toList());
    }
  }

  @Test
  void onlyItsAuthorEditsACommentAndTheOldTextIsGone() throws Exception {
    Resource comment = say(bob, "a secret");
    EditComment others = new EditComment(comment.id(), 1, "mine");
    assertEquals(Code.FORBIDDEN, office.refusal(CommentMessages.EDIT, ada, others).code());
    assertEquals(Code.NOT_FOUND, office.refusal(CommentMessages.EDIT, stranger, others).code());
    Resource edited = edit(bob, comment, "nothing");
    assertEquals(2, edited.version());
    assertFalse(Office.json(edited.json()).get("editedAt").isNull());
    assertEquals("comment.updated", office.story(project).getLast().type());
    assertEquals(edited.json(), office.story(project).getLast().payload());
    assertFalse(office.story(project).toString().contains("a secret"));
    Failure stale =
        office.refusal(CommentMessages.EDIT, bob, new EditComment(comment.id(), 1, "third"));
    assertEquals(Code.PRECONDITION, stale.code());
    assertEquals(edited, stale.current());
    int before = office.story(project).size();
    assertEquals(edited, edit(bob, comment, "nothing"));
    assertEquals(before, office.story(project).size());
  }

  @Test
  void aDeletedCommentKeepsItsPlaceWithoutItsText() throws Exception {
    Resource first = say(bob, mention(guest) + " a secret");
    Resource second = say(guestOnTask(), "seen");
    DeleteComment delete = new DeleteComment(first.id(), first.version());
    assertEquals(Code.FORBIDDEN, office.refusal(CommentMessages.DELETE, guest, delete).code());
    assertEquals(Code.NOT_FOUND, office.refusal(CommentMessages.DELETE, stranger, delete).code());
    assertEquals(
        Code.PRECONDITION,
        office.refusal(CommentMessages.DELETE, ada, new DeleteComment(first.id(), 7)).code());
    office.ask(CommentMessages.DELETE, ada, delete);
    assertEquals("comment.deleted", office.story(project).getLast().type());
    assertFalse(office.story(project).toString().contains("a secret"));
    JsonNode items = Office.json(list(PageRequest.first()).items());
    assertEquals(2, items.size());
    JsonNode tombstone = find(items, first.id());
    assertTrue(tombstone.get("deleted").booleanValue());
    assertEquals("", tombstone.get("body").textValue());
    assertEquals(0, tombstone.get("mentions").size());
    assertEquals(tombstone, Office.json(office.story(project).getLast().payload()));
    assertEquals("seen", find(items, second.id()).get("body").textValue());
    int before = office.story(project).size();
    office.ask(CommentMessages.DELETE, ada, delete);
    assertEquals(
        Code.CONFLICT,
        office.refusal(CommentMessages.EDIT, bob, new EditComment(first.id(), 2, "no")).code());
    assertEquals(before, office.story(project).size());
  }

  @Test
  void guestsReadAllAndCommentOnTasksAssignedToThem() throws Exception {
    Resource comment = say(bob, "for all");
    assertEquals(
        "[" + comment.json() + "]",
        office
            .ask(CommentMessages.LIST, guest, new ListComments(task.id(), PageRequest.first()))
            .items());
    CreateComment create = new CreateComment(Office.newId(), task.id(), "me, too");
    assertEquals(Code.FORBIDDEN, office.refusal(CommentMessages.CREATE, guest, create).code());
    guestOnTask();
    Resource said = office.ask(CommentMessages.CREATE, guest, create);
    office.ask(CommentMessages.DELETE, guest, new DeleteComment(said.id(), said.version()));
    assertEquals(Code.NOT_FOUND, office.refusal(CommentMessages.CREATE, stranger, create).code());
    assertEquals(
        Code.NOT_FOUND,
        office
            .refusal(
                CommentMessages.LIST, stranger, new ListComments(task.id(), PageRequest.first()))
            .code());
  }

  @Test
  void commentsComeInPagesWithThePositionOfTheStream() throws Exception {
    for (int i = 0; i < 7; i++) {
      say(ada, "number " + i);
    }
    List<String> bodies = new ArrayList<>();
    String cursor = null;
    do {
      ResourcePage page = list(new PageRequest(3, cursor));
      Office.json(page.items()).forEach(item -> bodies.add(item.get("body").textValue()));
      assertEquals(8, page.position() == null ? -1 : page.position().seq());
      cursor = page.nextCursor();
    } while (cursor != null);
    assertEquals(
        IntStream.range(0, 7).mapToObj(i -> "number " + i).toList(),
        bodies.stream().sorted().toList());
  }

  private Resource say(UUID author, String body) throws Exception {
    return office.ask(
        CommentMessages.CREATE, author, new CreateComment(Office.newId(), task.id(), body));
  }

  private Resource edit(UUID author, Resource comment, String body) throws Exception {
    return office.ask(
        CommentMessages.EDIT, author, new EditComment(comment.id(), comment.version(), body));
  }

  private ResourcePage list(PageRequest page) throws Exception {
    return office.ask(CommentMessages.LIST, ada, new ListComments(task.id(), page));
  }

  private UUID guestOnTask() throws Exception {
    TaskPatch assign =
        new TaskPatch(null, null, null, null, null, new Change<>(List.of(guest)), null, null);
    task = office.patch(ada, task, assign).await();
    return guest;
  }

  private static String mention(UUID who) {
    return "<@" + who + ">";
  }

  private static List<UUID> mentions(Resource comment) {
    List<UUID> people = new ArrayList<>();
    Office.json(comment.json())
        .get("mentions")
        .forEach(id -> people.add(UUID.fromString(id.textValue())));
    return people;
  }

  private static JsonNode find(JsonNode items, UUID id) {
    for (JsonNode item : items) {
      if (item.get("id").textValue().equals(id.toString())) {
        return item;
      }
    }
    throw new AssertionError(id + " is not in " + items);
  }
}
