package io.teamflow.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.teamflow.codecs.bus.Address;
import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.bus.Failure.Code;
import io.teamflow.codecs.bus.IdempotencyKey;
import io.teamflow.codecs.bus.Resource;
import io.teamflow.codecs.task.CommentMessages;
import io.teamflow.codecs.task.CreateComment;
import io.teamflow.codecs.task.CreateInvitation;
import io.teamflow.codecs.task.CreateLabel;
import io.teamflow.codecs.task.CreateOrganization;
import io.teamflow.codecs.task.CreateProject;
import io.teamflow.codecs.task.CreateTask;
import io.teamflow.codecs.task.CreateTeam;
import io.teamflow.codecs.task.InvitationMessages;
import io.teamflow.codecs.task.LabelMessages;
import io.teamflow.codecs.task.OrganizationMessages;
import io.teamflow.codecs.task.ProjectMessages;
import io.teamflow.codecs.task.TaskMessages;
import io.teamflow.codecs.task.TeamMessages;
import io.teamflow.codecs.task.TeamRole;
import io.teamflow.stream.database.Writes;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a creation under an idempotency key does when it is sent again. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IdempotencyTest {
  private Office office;
  private UUID ada;
  private UUID team;
  private UUID project;

  @BeforeAll
  void open() throws Exception {
    office = new Office();
    ada = office.hire("Ada");
    team = office.newTeam(ada);
    project = office.newProject(ada, team);
  }

  @AfterAll
  void close() throws Exception {
    office.close();
  }

  @Test
  void ofFiftyAtOnceOneCreatesAndAllAreToldWhat() throws Exception {
    IdempotencyKey key = key("a body");
    List<Future<Resource>> all =
        IntStream.range(0, 50).mapToObj(_ -> send(TaskMessages.CREATE, ada, key, task())).toList();
    Future.join(all).otherwiseEmpty().await(20, TimeUnit.SECONDS);
    List<UUID> ids =
        all.stream()
            .map(
                answer ->
                    answer.succeeded() ? answer.result() : sentAgain(TaskMessages.CREATE, key))
            .map(Resource::id)
            .distinct()
            .toList();
    assertEquals(1, ids.size());
    assertEquals(
        1,
        office.story(project).stream().filter(e -> e.payload().contains(ids.get(0) + "")).count());
    assertEquals(List.of("1"), keys(key));
  }

  /** Whoever was told that the first is still running, or that it took too long, comes again. */
  private Resource sentAgain(Address<CreateTask, Resource> address, IdempotencyKey key) {
    try {
      return send(address, ada, key, task()).await(10, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void everythingThatIsCreatedIsCreatedOnce() throws Exception {
    createdOnce(
        OrganizationMessages.CREATE, () -> new CreateOrganization(Office.newId(), "Another"));
    UUID organization = office.newOrganization(ada);
    createdOnce(TeamMessages.CREATE, () -> new CreateTeam(Office.newId(), organization, "Team"));
    createdOnce(
        ProjectMessages.CREATE, () -> new CreateProject(Office.newId(), team, "Website", null));
    createdOnce(
        LabelMessages.CREATE, () -> new CreateLabel(Office.newId(), project, "bug", "#ff0000"));
    createdOnce(TaskMessages.CREATE, this::task);
    UUID task = office.newTask(ada, project, "discussed").id();
    createdOnce(CommentMessages.CREATE, () -> new CreateComment(Office.newId(), task, "hello"));
    createdOnce(
        InvitationMessages.CREATE,
        () -> new CreateInvitation(Office.newId(), team, "eve@example.org", TeamRole.MEMBER));
  }

  private <C extends Command> void createdOnce(Address<C, Resource> address, Supplier<C> command)
      throws Exception {
    IdempotencyKey key = key("a body");
    Resource first = send(address, ada, key, command.get()).await(10, TimeUnit.SECONDS);
    Resource again = send(address, ada, key, command.get()).await(10, TimeUnit.SECONDS);
    assertEquals(first, again, address.name());
  }

  @Test
  void theSameKeyWithAnotherBodyIsRefused() throws Exception {
    IdempotencyKey key = key("a body");
    send(TaskMessages.CREATE, ada, key, task()).await(10, TimeUnit.SECONDS);
    IdempotencyKey other = new IdempotencyKey(key.key(), key.route(), "another body");
    assertEquals(Code.KEY_REUSED, refusal(ada, other));
  }

  @Test
  void aKeyBelongsToItsUserAndItsRoute() throws Exception {
    UUID ben = office.hire("Ben");
    office.join(team, ben, "MEMBER");
    IdempotencyKey key = key("a body");
    Resource adas = send(TaskMessages.CREATE, ada, key, task()).await(10, TimeUnit.SECONDS);
    Resource bens = send(TaskMessages.CREATE, ben, key, task()).await(10, TimeUnit.SECONDS);
    IdempotencyKey elsewhere = new IdempotencyKey(key.key(), "POST /elsewhere", "another body");
    Resource other = send(TaskMessages.CREATE, ada, elsewhere, task()).await(10, TimeUnit.SECONDS);
    assertNotEquals(adas.id(), bens.id());
    assertNotEquals(adas.id(), other.id());
  }

  @Test
  void whatWasRefusedMayBeSentAgainUnderItsKey() throws Exception {
    UUID gil = office.hire("Gil");
    office.join(team, gil, "GUEST");
    IdempotencyKey key = key("a body");
    assertEquals(Code.FORBIDDEN, refusal(gil, key));
    office.database.execute(
        "UPDATE team_member SET role = 'MEMBER' WHERE user_id = '%s'".formatted(gil));
    assertEquals(
        "Draw",
        Office.json(send(TaskMessages.CREATE, gil, key, task()).await(10, TimeUnit.SECONDS).json())
            .get("title")
            .asText());
  }

  @Test
  void whatWasDeletedIsNotCreatedAnew() throws Exception {
    IdempotencyKey key = key("a body");
    CreateLabel label = new CreateLabel(Office.newId(), project, "gone", "#ff0000");
    send(LabelMessages.CREATE, ada, key, label).await(10, TimeUnit.SECONDS);
    office.database.execute("DELETE FROM label WHERE id = '%s'".formatted(label.id()));
    Future<Resource> again = send(LabelMessages.CREATE, ada, key, label);
    Failure failure = assertThrows(Failure.class, () -> again.await(10, TimeUnit.SECONDS));
    assertEquals(Code.NOT_FOUND, failure.code());
    assertEquals(
        List.of("0"),
        office.database.select("SELECT count(*) FROM label WHERE id = '" + label.id() + "'"));
  }

  @Test
  void aKeyIsForgottenAfterADay() throws Exception {
    IdempotencyKey old = key("a body");
    IdempotencyKey young = key("a body");
    send(TaskMessages.CREATE, ada, old, task()).await(10, TimeUnit.SECONDS);
    send(TaskMessages.CREATE, ada, young, task()).await(10, TimeUnit.SECONDS);
    office.database.execute(
        "UPDATE idempotency SET created_at = now() - interval '25 hours' WHERE key = '%s'"
            .formatted(old.key()));
    office.database.purge(office.vertx, Writes.OUTLIVED_KEYS);
    assertEquals(List.of("0"), keys(old));
    assertEquals(List.of("1"), keys(young));
  }

  @Test
  void aKeyHasAForm() {
    for (String key : List.of("", "with space", "ä", "x".repeat(256))) {
      assertEquals(
          Code.INVALID,
          assertThrows(Failure.class, () -> new IdempotencyKey(key, "POST /", "")).code());
    }
  }

  private CreateTask task() {
    return new CreateTask(Office.newId(), project, Office.titled("Draw"));
  }

  private IdempotencyKey key(String body) {
    return new IdempotencyKey(UUID.randomUUID().toString(), "POST /tasks", body);
  }

  private List<String> keys(IdempotencyKey key) throws Exception {
    return office.database.select(
        "SELECT count(*) FROM idempotency WHERE key = '" + key.key() + "'");
  }

  private Code refusal(UUID user, IdempotencyKey key) {
    Future<Resource> answer = send(TaskMessages.CREATE, user, key, task());
    return assertThrows(Failure.class, () -> answer.await(10, TimeUnit.SECONDS)).code();
  }

  private <C extends Command> Future<Resource> send(
      Address<C, Resource> address, UUID user, IdempotencyKey key, C command) {
    return office.bus.request(address, Office.callerOf(user).with(key), command);
  }
}
