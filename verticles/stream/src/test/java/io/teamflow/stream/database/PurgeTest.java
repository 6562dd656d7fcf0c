package io.teamflow.stream.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.teamflow.codecs.bus.Failure;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PurgeTest {
  private static final String LEFT = "SELECT count(*) FROM oidc_attempt";

  private final Vertx vertx = Vertx.vertx();
  private final TestDatabase database = TestDatabase.create();
  private Purge purge;

  @BeforeAll
  void open() {
    purge = new Purge(vertx, database.open(vertx));
  }

  @AfterAll
  void close() throws Exception {
    vertx.close().await(10, TimeUnit.SECONDS);
    database.close();
  }

  @Test
  void allThatIsDueIsTakenSliceBySliceAndNothingElse() throws Exception {
    insert(1_001, "-1");
    insert(7, "1");
    Statement outlived = Purge.of("oidc_attempt", "expires_at < now()");
    List<Integer> slices = List.of(taken(outlived, 400), taken(outlived, 400));
    assertEquals(List.of(400, 400), slices);
    purge.now(outlived).await(10, TimeUnit.SECONDS);
    assertEquals(List.of("7"), database.select(LEFT));
    assertEquals(0, taken(outlived, 400));
  }

  @Test
  void whatCannotBeTakenIsTold() {
    Statement missing = Purge.of("no_such_table", "true");
    assertThrows(Failure.class, () -> purge.now(missing).await(10, TimeUnit.SECONDS));
  }

  private int taken(Statement outlived, int rows) throws Exception {
    return Integer.parseInt(
        database.select(outlived.sql().replace("$1", String.valueOf(rows))).getFirst());
  }

  private void insert(int rows, String days) {
    database.execute(
        """
        INSERT INTO oidc_attempt (state_hash, expires_at)
        SELECT sha256(gen_random_uuid()::text::bytea), now() + interval '%s days'
          FROM generate_series(1, %d)
        """
            .formatted(days, rows));
  }
}
