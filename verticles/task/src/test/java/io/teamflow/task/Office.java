package io.teamflow.task;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.teamflow.codecs.bus.Address;
import io.teamflow.codecs.bus.Bus;
import io.teamflow.codecs.bus.Caller;
import io.teamflow.codecs.bus.Change;
import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.bus.Reply;
import io.teamflow.codecs.bus.Resource;
import io.teamflow.codecs.stream.CommittedEvent;
import io.teamflow.codecs.task.CreateOrganization;
import io.teamflow.codecs.task.CreateProject;
import io.teamflow.codecs.task.CreateTask;
import io.teamflow.codecs.task.CreateTeam;
import io.teamflow.codecs.task.OrganizationMessages;
import io.teamflow.codecs.task.PatchTask;
import io.teamflow.codecs.task.ProjectMessages;
import io.teamflow.codecs.task.TaskFields;
import io.teamflow.codecs.task.TaskMessages;
import io.teamflow.codecs.task.TaskPatch;
import io.teamflow.codecs.task.TeamMessages;
import io.teamflow.stream.database.TestDatabase;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;

/** Two instances of the work verticle with a database of their own, and people who use them. */
final class Office {
  private static final ObjectMapper JSON = new ObjectMapper();

  final Vertx vertx = Vertx.vertx();
  final Bus bus = Bus.on(vertx);
  final TestDatabase database = TestDatabase.create();
  final ConcurrentLinkedQueue<CommittedEvent> published = new ConcurrentLinkedQueue<>();

  private final TaskListCache lists = new TaskListCache(1_000_000);

  Office() throws Exception {
    vertx
        .deployVerticle(
            () -> new WorkVerticle(bus, database.options(), published::add, lists),
            new DeploymentOptions().setInstances(2))
        .await(20, TimeUnit.SECONDS);
  }

  void close() throws Exception {
    vertx.close().await(10, TimeUnit.SECONDS);
    database.close();
  }

  UUID hire(String name) {
    UUID id = UUID.randomUUID();
    database.execute(
        "INSERT INTO account (id, email, email_key, name) VALUES ('%s', '%s', '%s', '%s')"
            .formatted(id, id, id, name));
    database.execute("INSERT INTO stream (id, kind) VALUES ('%s', 'user')".formatted(id));
    return id;
  }

  void enroll(UUID organization, UUID user, String role) {
    database.execute(
        "INSERT INTO organization_member (organization_id, user_id, role) VALUES ('%s', '%s', '%s')"
            .formatted(organization, user, role));
  }

  void join(UUID team, UUID user, String role) {
    database.execute(
        "INSERT INTO team_member (team_id, user_id, role) VALUES ('%s', '%s', '%s')"
            .formatted(team, user, role));
  }

  UUID newOrganization(UUID owner) throws Exception {
    return ask(OrganizationMessages.CREATE, owner, new CreateOrganization(newId(), "Org")).id();
  }

  UUID newTeam(UUID admin) throws Exception {
    return ask(TeamMessages.CREATE, admin, new CreateTeam(newId(), newOrganization(admin), "Team"))
        .id();
  }

  UUID newProject(UUID admin) throws Exception {
    return newProject(admin, newTeam(admin));
  }

  UUID newProject(UUID admin, UUID team) throws Exception {
    return ask(ProjectMessages.CREATE, admin, new CreateProject(newId(), team, "Web site", null))
        .id();
  }

  Resource newTask(UUID user, UUID project, String title) throws Exception {
    return ask(TaskMessages.CREATE, user, new CreateTask(newId(), project, titled(title)));
  }

  static TaskFields titled(String title) {
    return new TaskFields(title, null, null, null, null, null, null, null);
  }

  static TaskPatch title(String title) {
    return new TaskPatch(new Change<>(title), null, null, null, null, null, null, null);
  }

  Future<Resource> patch(UUID user, Resource task, TaskPatch patch) {
    return bus.request(
        TaskMessages.PATCH, callerOf(user), new PatchTask(task.id(), task.version(), patch));
  }

  <C extends Command, R extends Reply> R ask(Address<C, R> address, UUID user, C command)
      throws Exception {
    return bus.request(address, callerOf(user), command).await(10, TimeUnit.SECONDS);
  }

  <C extends Command, R extends Reply> Failure refusal(
      Address<C, R> address, UUID user, C command) {
    return Assertions.assertThrows(Failure.class, () -> ask(address, user, command));
  }

  /** One event as it rests in the log. */
  record Event(long seq, String type, String payload) {}

  /** The events of a stream, in order. */
  List<Event> story(UUID stream) throws SQLException {
    List<Event> events = new ArrayList<>();
    try (Connection connection = database.connect();
        var statement =
            connection.prepareStatement(
                "SELECT seq, type, payload FROM event WHERE stream_id = ? ORDER BY seq")) {
      statement.setObject(1, stream);
      ResultSet rows = statement.executeQuery();
      while (rows.next()) {
        events.add(new Event(rows.getLong(1), rows.getString(2), rows.getString(3)));
      }
    }
    return events;
  }

  /** The first column of a query. */
  List<String> select(String sql) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Connection connection = database.connect();
        var statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    }
    return values;
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(text, e);
    }
  }

  static Caller callerOf(UUID user) {
    return new Caller(user, UUID.randomUUID(), "127.0.0.1", "");
  }

  static UUID newId() {
    return UUID.randomUUID();
  }
}
