package io.teamflow.stream.database;

import io.netty.handler.timeout.ReadTimeoutHandler;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.internal.SqlConnectionInternal;

/**
 * Closes connections whose network is gone. One that drops packets tells nobody, and TCP tries
 * again at ever longer intervals: after two minutes of it, connections would stand still for
 * another minute and a half. The driver's own closing does not help, as it waits for its last word
 * to be sent.
 */
final class DeadConnections {
  /** After which a pool gives up a connection that nobody uses. */
  static final int IDLE_SECONDS = 20;

  /** Every statement ends long before this, so whatever has not heard anything since is dead. */
  private static final int SILENT_SECONDS = IDLE_SECONDS + 10;

  private DeadConnections() {}

  /** Watches a new connection of a pool, and gives it back. */
  static void watch(SqlConnection connection) {
    if (((SqlConnectionInternal) connection).unwrap().unwrap() instanceof SocketConnectionBase of) {
      of.socket()
          .channelHandlerContext()
          .pipeline()
          .addFirst(new ReadTimeoutHandler(SILENT_SECONDS));
    }
    connection.close();
  }
}
