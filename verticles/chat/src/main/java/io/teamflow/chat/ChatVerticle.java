package io.teamflow.chat;

import io.teamflow.codecs.bus.Bus;
import io.teamflow.stream.StreamPublisher;
import io.teamflow.stream.database.Database;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.pgclient.PgConnectOptions;

/**
 * Serves the chat addresses but for {@link io.teamflow.codecs.chat.ChatMessages#SEND}, which has
 * {@link SendVerticle}.
 */
public final class ChatVerticle extends VerticleBase {
  private static final int CHANGES_AT_ONCE = 2;

  private final Bus bus;
  private final PgConnectOptions database;
  private final StreamPublisher stream;

  public ChatVerticle(Bus bus, PgConnectOptions database, StreamPublisher stream) {
    this.bus = bus;
    this.database = database;
    this.stream = stream;
  }

  @Override
  public Future<?> start() {
    Database connections = Database.open(vertx, database, 1, CHANGES_AT_ONCE);
    MessageHandlers messages =
        new MessageHandlers(
            new PgMessageStore(connections), new PgChangeStore(connections), stream);
    ReadHandlers reads = new ReadHandlers(new PgReadStore(connections), stream);
    return connections.connect().compose(_ -> Future.all(messages.serve(bus), reads.serve(bus)));
  }
}
