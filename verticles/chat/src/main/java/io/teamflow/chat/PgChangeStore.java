package io.teamflow.chat;

import io.teamflow.codecs.chat.DeleteMessage;
import io.teamflow.codecs.chat.EditMessage;
import io.teamflow.codecs.chat.React;
import io.teamflow.codecs.stream.EventType;
import io.teamflow.codecs.stream.StreamId;
import io.teamflow.codecs.text.Mentions;
import io.teamflow.stream.database.Database;
import io.teamflow.stream.database.Lock;
import io.teamflow.stream.database.Writes;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import java.util.UUID;

/** What becomes of messages after they were said. The statements stand in {@link ChangeSql}. */
final class PgChangeStore {
  private final Writes writes;

  PgChangeStore(Database database) {
    writes = database.writes();
  }

  /**
   * Gives a message that still has the version the caller saw another text; the same text writes
   * nothing. Empty when the caller may not see the message.
   */
  Future<Optional<Written>> editIfVersion(UUID user, EditMessage command) {
    return writes
        .runLockedOne(
            Lock.streamOfMessage(command.messageId()),
            ChangeSql.EDIT,
            Tuple.of(user, command.messageId(), command.version(), command.body())
                .addArrayOfUUID(Mentions.in(command.body()).toArray(UUID[]::new)))
        .map(
            row ->
                row.map(
                    r -> Written.of(r, StreamId.Kind.PROJECT, EventType.MESSAGE_UPDATED, user)));
  }

  /** Takes the text away. Empty when the caller may not see the message. */
  Future<Optional<Written>> deleteIfVersion(UUID user, DeleteMessage command) {
    return writes
        .runLockedOne(
            Lock.streamOfMessage(command.messageId()),
            ChangeSql.DELETE,
            Tuple.of(user, command.messageId(), command.version()))
        .map(
            row ->
                row.map(
                    r -> Written.of(r, StreamId.Kind.PROJECT, EventType.MESSAGE_DELETED, user)));
  }

  /** Sets or removes a reaction. Empty when the caller may not see the message. */
  Future<Optional<Written>> reactIfMember(UUID user, React command) {
    return writes
        .runLockedOne(
            Lock.streamOfMessage(command.messageId()),
            ChangeSql.REACT,
            Tuple.of(user, command.messageId(), command.emoji(), command.on()))
        .map(
            row ->
                row.map(
                    r -> Written.of(r, StreamId.Kind.PROJECT, EventType.MESSAGE_REACTED, user)));
  }
}
