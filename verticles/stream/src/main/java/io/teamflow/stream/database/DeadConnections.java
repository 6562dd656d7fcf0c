package io.teamflow.stream.database;

import io.netty.handler.timeout.ReadTimeoutHandler;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.internal.SqlConnectionInternal;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes connections whose network is gone. One that drops packets tells nobody, and TCP tries
 * again at ever longer intervals: after two minutes of it, connections would stand still for
 * another minute and a half. The driver's own closing does not help, as it waits for its last word
 * to be sent.
 */
final class DeadConnections {
  private static final Logger log = LoggerFactory.getLogger(DeadConnections.class);

  /** After which a pool gives up a connection that nobody uses. */
  static final int IDLE_SECONDS = 20;

  /** Every statement ends long before this, so whatever has not heard anything since is dead. */
  static final DeadConnections OF_THIS_NODE =
      new DeadConnections(Duration.ofSeconds(IDLE_SECONDS + 10));

  private final Duration silence;
  private final AtomicBoolean warned = new AtomicBoolean();

  /**
   * @param silence after which a connection is dead
   */
  DeadConnections(Duration silence) {
    this.silence = silence;
  }

  /**
   * Watches a new connection of a pool, and gives it back. Says so once when it cannot: the driver
   * keeps its socket to itself, and another version of it may do so elsewhere.
   */
  void watch(SqlConnection connection) {
    if (connection instanceof SqlConnectionInternal pooled
        && pooled.unwrap().unwrap() instanceof SocketConnectionBase driven) {
      driven
          .socket()
          .channelHandlerContext()
          .pipeline()
          .addFirst(new ReadTimeoutHandler(silence.toMillis(), TimeUnit.MILLISECONDS));
    } else if (warned.compareAndSet(false, true)) {
      log.warn(
          "Connections to PostgreSQL whose network is gone may stand still for minutes:"
              + " this version of the driver does not show the socket of its {}.",
          connection.getClass().getName());
    }
    connection.close();
  }
}
