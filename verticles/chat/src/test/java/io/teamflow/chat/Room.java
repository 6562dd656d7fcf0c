package io.teamflow.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.teamflow.codecs.bus.Address;
import io.teamflow.codecs.bus.Bus;
import io.teamflow.codecs.bus.Caller;
import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.bus.Reply;
import io.teamflow.codecs.chat.ChatMessages;
import io.teamflow.codecs.chat.MessageAck;
import io.teamflow.codecs.chat.SendMessage;
import io.teamflow.codecs.stream.CommittedEvent;
import io.teamflow.stream.database.TestDatabase;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Two instances of each verticle, as of two nodes, with a database of their own, and people who
 * talk.
 */
final class Room {
  private static final ObjectMapper JSON = new ObjectMapper();

  final Vertx vertx = Vertx.vertx();
  final Bus bus = Bus.on(vertx);
  final TestDatabase database = TestDatabase.create();
  final ConcurrentLinkedQueue<CommittedEvent> published = new ConcurrentLinkedQueue<>();

  Room() throws Exception {
    deploy(() -> new ChatVerticle(bus, database.options(), published::add));
    deploy(() -> new SendVerticle(bus, database.options(), published::add));
  }

  private void deploy(Supplier<Deployable> verticle) throws Exception {
    vertx
        .deployVerticle(verticle, new DeploymentOptions().setInstances(2))
        .await(20, TimeUnit.SECONDS);
  }

  void close() throws Exception {
    vertx.close().await(10, TimeUnit.SECONDS);
    database.close();
  }

  UUID newAccount() {
    UUID id = UUID.randomUUID();
    database.execute(
        """
        INSERT INTO account (id, email, email_key, name) VALUES ('%1$s', '%1$s', '%1$s', 'A');
        INSERT INTO stream (id, kind) VALUES ('%1$s', 'user');
        """
            .formatted(id));
    return id;
  }

  /** A project in a new team of a new organization, all with the same id, and its first guests. */
  UUID newProject(UUID... guests) {
    UUID id = UUID.randomUUID();
    database.execute(
        """
        INSERT INTO organization (id, name) VALUES ('%1$s', 'O');
        INSERT INTO team (id, organization_id, name) VALUES ('%1$s', '%1$s', 'T');
        INSERT INTO project (id, team_id, key, name) VALUES ('%1$s', '%1$s', 'KEY', 'P');
        INSERT INTO stream (id, kind) VALUES ('%1$s', 'project');
        """
            .formatted(id));
    for (UUID guest : guests) {
      join(id, guest, "GUEST");
    }
    return id;
  }

  void join(UUID project, UUID user, String role) {
    database.execute(
        "INSERT INTO team_member (team_id, user_id, role) VALUES ('%s', '%s', '%s')"
            .formatted(project, user, role));
  }

  void remove(UUID project, UUID user) {
    database.execute(
        "DELETE FROM team_member WHERE team_id = '%s' AND user_id = '%s'".formatted(project, user));
  }

  MessageAck say(UUID sender, UUID project, String body) throws Exception {
    return say(sender, project, body, null);
  }

  MessageAck say(UUID sender, UUID project, String body, @Nullable UUID replyTo) throws Exception {
    return ask(
        ChatMessages.SEND,
        sender,
        new SendMessage(UUID.randomUUID(), project, UUID.randomUUID(), body, replyTo));
  }

  <C extends Command, R extends Reply> R ask(Address<C, R> address, UUID user, C command)
      throws Exception {
    return bus.request(address, callerOf(user), command).await(10, TimeUnit.SECONDS);
  }

  static Caller callerOf(UUID user) {
    return new Caller(user, UUID.randomUUID(), "127.0.0.1", "");
  }

  <C extends Command, R extends Reply> Failure refused(
      Failure.Code code, Address<C, R> address, UUID user, C command) {
    Failure failure = assertThrows(Failure.class, () -> ask(address, user, command));
    assertEquals(code, failure.code(), failure.detail());
    return failure;
  }

  /** The events of a stream that were published, in order. */
  List<CommittedEvent> told(UUID stream) {
    return published.stream().filter(event -> event.stream().id().equals(stream)).toList();
  }

  /** The log of a stream in order, each event as {@code type payload}. */
  List<String> log(UUID stream) throws SQLException {
    List<String> log = new ArrayList<>();
    try (var connection = database.connect();
        var statement = connection.createStatement()) {
      ResultSet rows =
          statement.executeQuery(
              "SELECT type, payload FROM event WHERE stream_id = '" + stream + "' ORDER BY seq");
      while (rows.next()) {
        log.add(rows.getString(1) + " " + rows.getString(2));
      }
    }
    return log;
  }

  static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(json, e);
    }
  }
}
