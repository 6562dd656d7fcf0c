package io.teamflow.stream.database;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DatabaseTest {
  /** Longer than any of ours. */
  private static final String LONG = "SELECT 1 AS n -- " + "long ".repeat(5_000);

  private static final String RUNS =
      """
      SELECT generic_plans + custom_plans AS runs FROM pg_prepared_statements
       WHERE statement LIKE 'SELECT 1 AS n --%'
      """;

  private Vertx vertx;
  private TestDatabase server;
  private Database database;

  @BeforeAll
  void open() {
    vertx = Vertx.vertx();
    server = TestDatabase.create();
    database = Database.open(vertx, server.options(), 1, 1);
  }

  @AfterAll
  void close() throws Exception {
    database.close().await(10, TimeUnit.SECONDS);
    vertx.close().await(10, TimeUnit.SECONDS);
    server.close();
  }

  @Test
  void aReadHoweverLongIsParsedOnce() throws Exception {
    for (int i = 0; i < 3; i++) {
      rows(database.reads().list(LONG, Tuple.tuple()));
    }
    assertEquals(3, rows(database.reads().list(RUNS, Tuple.tuple())).getFirst().getLong("runs"));
  }

  @Test
  void aServerThatIsNotReadyIsTriedAgain() throws Exception {
    SilentNetwork network =
        SilentNetwork.before(vertx, server.options()).await(10, TimeUnit.SECONDS);
    network.refuse(5);
    Database patient = Database.open(vertx, server.options().setPort(network.port()), 1, 2);
    patient.connect().await(20, TimeUnit.SECONDS);
    patient.close().await(10, TimeUnit.SECONDS);
    network.end().await(10, TimeUnit.SECONDS);
  }

  @Test
  void aWriteHoweverLongIsParsedOnce() throws Exception {
    for (int i = 0; i < 3; i++) {
      rows(database.writes().run(Statement.of(LONG), Tuple.tuple()));
    }
    List<Row> runs = rows(database.writes().run(Statement.of(RUNS), Tuple.tuple()));
    assertEquals(3, runs.getFirst().getLong("runs"));
  }

  /** The client logs each notice, and whoever writes long words could fill the log with them. */
  @Test
  void noticesOfTheServerAreNotSent() throws Exception {
    String level = "SELECT current_setting('client_min_messages') AS level";
    Tuple none = Tuple.tuple();
    List<Row> said =
        Stream.of(
                rows(database.reads().list(level, none)),
                rows(database.searches().list(level, none)),
                rows(database.writes().run(Statement.of(level), none)))
            .flatMap(List::stream)
            .toList();
    assertEquals(
        List.of("warning", "warning", "warning"),
        said.stream().map(row -> row.getString("level")).toList());
  }

  @Test
  void whatIsConnectedHasEveryConnectionOpen() throws Exception {
    Database three =
        Database.open(vertx, server.options().addProperty("application_name", "opened"), 1, 2);
    three.connect().await(10, TimeUnit.SECONDS);
    String count = "SELECT count(*) AS n FROM pg_stat_activity WHERE application_name = 'opened'";
    assertEquals(3, rows(database.reads().list(count, Tuple.tuple())).getFirst().getInteger("n"));
    three.close().await(10, TimeUnit.SECONDS);
  }

  private static List<Row> rows(Future<List<Row>> answer) throws Exception {
    return answer.await(10, TimeUnit.SECONDS);
  }
}
