package io.teamflow.chat;

import io.teamflow.codecs.bus.Bus;
import io.teamflow.codecs.bus.Caller;
import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.bus.ResourcePage;
import io.teamflow.codecs.chat.ChatMessages;
import io.teamflow.codecs.chat.ListMessages;
import io.teamflow.codecs.chat.MessageAck;
import io.teamflow.codecs.chat.SendMessage;
import io.teamflow.stream.StreamPublisher;
import io.teamflow.stream.database.Database;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.pgclient.PgConnectOptions;

/** Serves the chat addresses. Holds the messages that wait for their group to commit. */
public final class ChatVerticle extends VerticleBase {
  private final Bus bus;
  private final PgConnectOptions database;
  private final StreamPublisher stream;

  private PgMessageStore messages;
  private MessageBatcher batcher;

  @SuppressWarnings("NullAway.Init") // the rest is opened by start(), on the verticle's own loop
  public ChatVerticle(Bus bus, PgConnectOptions database, StreamPublisher stream) {
    this.bus = bus;
    this.database = database;
    this.stream = stream;
  }

  @Override
  public Future<?> start() {
    messages = new PgMessageStore(Database.open(vertx, database, 1, MessageBatcher.IN_FLIGHT));
    batcher = new MessageBatcher(messages::insertAll);
    return Future.all(
        bus.serve(ChatMessages.SEND, this::send), bus.serve(ChatMessages.LIST, this::list));
  }

  private Future<MessageAck> send(Caller caller, SendMessage command) {
    return batcher
        .add(new Draft(caller.user(), command))
        .map(
            verdict ->
                switch (verdict) {
                  case Verdict.Refused(Failure failure) -> throw failure;
                  case Verdict.Repeated(MessageAck ack) -> ack;
                  case Verdict.Written(MessageAck ack, var event) -> {
                    stream.publish(event);
                    yield ack;
                  }
                });
  }

  private Future<ResourcePage> list(Caller caller, ListMessages command) {
    return messages
        .listIfMember(caller.user(), command)
        .map(page -> page.orElseThrow(() -> Failure.notFound("project")));
  }
}
