package io.teamflow.chat;

import io.teamflow.codecs.bus.Bus;
import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.chat.ChatMessages;
import io.teamflow.codecs.chat.MessageAck;
import io.teamflow.stream.StreamPublisher;
import io.teamflow.stream.database.Batcher;
import io.teamflow.stream.database.Database;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.pgclient.PgConnectOptions;

/**
 * Serves {@link ChatMessages#SEND}. One for each node: what is said on a node gathers in one place,
 * so that groups are large and a busy project has few that wait for each other.
 */
public final class SendVerticle extends VerticleBase {
  /**
   * Two groups under way, so that one that waits for a busy project does not hold up the rest. A
   * commit costs the database about as much whatever it contains, so they rest.
   */
  private static final Batcher.Limits LIMITS = new Batcher.Limits(2, 5, 256, 10_000);

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
    Database connections = Database.open(vertx, database, 1, LIMITS.inFlight());
    PgMessageStore messages = new PgMessageStore(connections);
    Batcher<Draft, Verdict> batcher =
        new Batcher<>(vertx, LIMITS, drafts -> Isolation.write(drafts, messages::insertAll));
    return connections
        .connect()
        .compose(
            _ ->
                bus.serve(
                    ChatMessages.SEND,
                    (caller, command) ->
                        batcher.ask(new Draft(caller.user(), command)).map(this::told)));
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
