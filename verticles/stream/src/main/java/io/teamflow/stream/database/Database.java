package io.teamflow.stream.database;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The connections of one verticle instance, which live on the event loop that uses them. Reads are
 * pipelined, writes are not: see {@link Reads} and {@link Writes}.
 */
public final class Database {
  private static final int CONNECTS_MAX = 10;
  private static final int READS_IN_FLIGHT = 256;
  private static final int WRITES_WAITING = 10_000;

  /** More than there are: each connection parses and plans a statement once. */
  private static final int STATEMENTS_KEPT = 256;

  private static final NetClientOptions NETWORK = new NetClientOptions().setConnectTimeout(3_000);

  /** In milliseconds; below the deadline of the bus. */
  private static final Map<String, String> TIMEOUTS =
      Map.of(
          "statement_timeout", "1900",
          "lock_timeout", "1500",
          "idle_in_transaction_session_timeout", "5000");

  /**
   * No notices: a word of a message that is too long to be indexed, for one, makes the server send
   * one, and the client logs each, so that whoever writes such messages would fill the log.
   */
  private static final String MESSAGES_FROM = "warning";

  /**
   * A statement is planned once and not for each value: planning takes about as long as running it.
   * Until a table is analyzed again, such a plan outlives the small one that it was made for, so
   * none reads a table from end to end, nor joins one by reading it whole: rows are looked up one
   * by one.
   */
  static final Map<String, String> PLANNED_ONCE =
      Map.of(
          "plan_cache_mode", "force_generic_plan",
          "enable_seqscan", "off",
          "enable_hashjoin", "off",
          "enable_mergejoin", "off");

  private final SqlClient readClient;
  private final SqlClient searchClient;
  private final Pool writePool;
  private final int writeConnections;

  private Database(
      SqlClient readClient, SqlClient searchClient, Pool writePool, int writeConnections) {
    this.readClient = readClient;
    this.searchClient = searchClient;
    this.writePool = writePool;
    this.writeConnections = writeConnections;
  }

  /**
   * Connections for the calling verticle; opened when first used.
   *
   * @param readConnections 1 is enough for most, as they are pipelined
   * @param writeConnections how many writes of this verticle instance may run at once
   */
  public static Database open(
      Vertx vertx, PgConnectOptions options, int readConnections, int writeConnections) {
    return open(vertx, options, readConnections, writeConnections, DeadConnections.OF_THIS_NODE);
  }

  /** Like the other one; {@code dead} is when a connection is given up. */
  static Database open(
      Vertx vertx,
      PgConnectOptions options,
      int readConnections,
      int writeConnections,
      DeadConnections dead) {
    PgConnectOptions bounded =
        new PgConnectOptions(options)
            .setCachePreparedStatements(true)
            .setPreparedStatementCacheMaxSize(STATEMENTS_KEPT)
            .setPreparedStatementCacheSqlFilter(_ -> true) // by default not those of 2 KiB or more
            .setPipeliningLimit(READS_IN_FLIGHT)
            .setReconnectAttempts(0);
    TIMEOUTS.forEach(bounded::addProperty);
    bounded.addProperty("client_min_messages", MESSAGES_FROM);
    PgConnectOptions planned = new PgConnectOptions(bounded);
    PLANNED_ONCE.forEach(planned::addProperty);
    return new Database(
        reads(vertx, planned, readConnections, dead),
        reads(vertx, bounded, 1, dead),
        PgBuilder.pool()
            .using(vertx)
            .connectingTo(planned)
            .with(poolOptions(writeConnections))
            .with(NETWORK)
            .withConnectHandler(dead::watch)
            .build(),
        writeConnections);
  }

  private static SqlClient reads(
      Vertx vertx, PgConnectOptions options, int connections, DeadConnections dead) {
    return PgBuilder.client()
        .using(vertx)
        .connectingTo(options)
        .with(poolOptions(connections))
        .with(NETWORK)
        .withConnectHandler(dead::watch)
        .build();
  }

  /**
   * Opens what is opened when it is first used otherwise: to sign in takes a JVM that has just
   * begun so long that the first who asked it for something would give up. For the same reason it
   * is tried again: a node that starts on a busy machine takes longer than any caller waits.
   */
  public Future<Void> connect() {
    return connect(CONNECTS_MAX);
  }

  private Future<Void> connect(int tries) {
    return openAll().recover(e -> tries > 1 ? connect(tries - 1) : Future.failedFuture(e));
  }

  private Future<Void> openAll() {
    List<Future<?>> opening = new ArrayList<>();
    opening.add(readClient.query("SELECT 1").execute());
    List<Future<SqlConnection>> writing =
        Stream.generate(writePool::getConnection).limit(writeConnections).toList();
    opening.addAll(writing);
    return Future.join(opening)
        .eventually(
            () ->
                Future.join(
                    writing.stream()
                        .map(one -> one.compose(SqlConnection::close).otherwiseEmpty())
                        .toList()))
        .mapEmpty();
  }

  public Reads reads() {
    return new Reads(readClient);
  }

  /**
   * Reads whose best plan depends on their values, as that of words depends on how many rows have
   * them. Planned anew where PostgreSQL finds it worth while.
   */
  public Reads searches() {
    return new Reads(searchClient);
  }

  public Writes writes() {
    return new Writes(writePool);
  }

  public Future<Void> close() {
    return Future.join(readClient.close(), searchClient.close(), writePool.close()).mapEmpty();
  }

  private static PoolOptions poolOptions(int connections) {
    return new PoolOptions()
        .setMaxSize(connections)
        .setIdleTimeout(DeadConnections.IDLE_SECONDS)
        .setIdleTimeoutUnit(TimeUnit.SECONDS)
        .setMaxWaitQueueSize(WRITES_WAITING)
        .setConnectionTimeout(1_900)
        .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS);
  }
}
