package io.teamflow.chat;

import io.teamflow.codecs.bus.Bus;
import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.chat.ChatMessages;
import io.teamflow.codecs.chat.MessageAck;
import io.teamflow.stream.StreamPublisher;
import io.teamflow.stream.database.Database;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.pgclient.PgConnectOptions;

/**
 * Serves {@link ChatMessages#SEND}. One for each node: what is said on a node gathers in one place,
 * so that groups are large and a busy project has few that wait for each other.
 */
public final class SendVerticle extends VerticleBase {
  private final Bus bus;
  private final PgConnectOptions database;
  private final StreamPublisher stream;

  public SendVerticle(Bus bus, PgConnectOptions database, StreamPublisher stream) {
    this.bus = bus;
    this.database = database;
    this.stream = stream;
  }

  @Override
  public Future<?> start() {
    Database connections = Database.open(vertx, database, 1, MessageBatcher.IN_FLIGHT);
    MessageBatcher batcher = new MessageBatcher(vertx, new PgMessageStore(connections)::insertAll);
    return bus.serve(
        ChatMessages.SEND,
        (caller, command) -> batcher.add(new Draft(caller.user(), command)).map(this::told));
  }

  private MessageAck told(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Refused(Failure failure) -> throw failure;
      case Verdict.Repeated(MessageAck ack) -> ack;
      case Verdict.Written(MessageAck ack, var event) -> {
        stream.publish(event);
        yield ack;
      }
    };
  }
}
