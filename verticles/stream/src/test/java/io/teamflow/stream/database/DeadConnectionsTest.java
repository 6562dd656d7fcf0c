package io.teamflow.stream.database;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.bus.Failure.Code;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.slf4j.LoggerFactory;

/** Connections behind a network that stops carrying anything, without a word. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeadConnectionsTest {
  private static final Duration SILENCE = Duration.ofMillis(600);
  private static final String WHO = "SELECT pg_backend_pid() AS pid";

  private final Vertx vertx = Vertx.vertx();
  private TestDatabase server;
  private SilentNetwork network;
  private Database database;

  @BeforeAll
  void start() {
    server = TestDatabase.create();
  }

  @BeforeEach
  void open() throws Exception {
    network = SilentNetwork.before(vertx, server.options()).await(10, TimeUnit.SECONDS);
    PgConnectOptions through =
        new PgConnectOptions(server.options()).setHost("127.0.0.1").setPort(network.port());
    database = Database.open(vertx, through, 1, 1, new DeadConnections(SILENCE));
  }

  @AfterEach
  void leave() throws Exception {
    network.end().await(10, TimeUnit.SECONDS);
    database.close().await(10, TimeUnit.SECONDS);
  }

  @AfterAll
  void close() throws Exception {
    vertx.close().await(10, TimeUnit.SECONDS);
    server.close();
  }

  @Test
  void aReadWhoseNetworkIsGoneFailsAndTheNextOneHasAnotherConnection() throws Exception {
    outlives(() -> database.reads().list(WHO, Tuple.tuple()));
  }

  @Test
  void aWriteWhoseNetworkIsGoneFailsAndTheNextOneHasAnotherConnection() throws Exception {
    outlives(() -> database.writes().run(Statement.of(WHO), Tuple.tuple()));
  }

  @Test
  void aConnectionThatHearsIsKeptHoweverLong() throws Exception {
    int first = pid(database.reads().list(WHO, Tuple.tuple()));
    long end = System.nanoTime() + 3 * SILENCE.toNanos();
    while (System.nanoTime() < end) {
      assertEquals(first, pid(database.reads().list(WHO, Tuple.tuple())));
    }
  }

  @Test
  void aDriverThatDoesNotShowItsSocketIsToldOfOnceAndServesOn() {
    List<String> calls = new ArrayList<>();
    SqlConnection other =
        (SqlConnection)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {SqlConnection.class},
                (_, method, _) -> {
                  calls.add(method.getName());
                  return Future.succeededFuture();
                });
    ListAppender<ILoggingEvent> told = new ListAppender<>();
    Logger log = (Logger) LoggerFactory.getLogger(DeadConnections.class);
    log.addAppender(told);
    told.start();
    try {
      DeadConnections dead = new DeadConnections(SILENCE);
      dead.watch(other);
      dead.watch(other);
    } finally {
      log.detachAppender(told);
    }
    assertEquals(List.of("close", "close"), calls, "both are given back to the pool");
    assertEquals(List.of(Level.WARN), told.list.stream().map(ILoggingEvent::getLevel).toList());
  }

  private void outlives(Supplier<Future<List<Row>>> statement) throws Exception {
    int before = pid(statement.get());
    network.fallSilent();
    Failure failure =
        assertThrows(Failure.class, () -> statement.get().await(10, TimeUnit.SECONDS));
    assertEquals(Code.UNAVAILABLE, failure.code());
    network.returns();
    // The pool may hand out the dead one once more before it hears that it is closed.
    await()
        .ignoreExceptionsInstanceOf(Failure.class)
        .untilAsserted(() -> assertNotEquals(before, pid(statement.get())));
  }

  private static int pid(Future<List<Row>> answer) throws Exception {
    return answer.await(10, TimeUnit.SECONDS).getFirst().getInteger("pid");
  }
}
