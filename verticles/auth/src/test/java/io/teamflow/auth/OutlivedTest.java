package io.teamflow.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.teamflow.codecs.auth.SignedIn;
import io.teamflow.stream.database.Statement;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is forgotten of accounts, and when. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OutlivedTest {
  private TestAuth auth;

  @BeforeAll
  void start() throws Exception {
    auth = TestAuth.start();
  }

  @AfterAll
  void close() throws Exception {
    auth.close();
  }

  @Test
  void aSessionIsForgottenNinetyDaysAfterItsEnd() throws Exception {
    UUID lasting = TestAuth.sessionOf(auth.register());
    UUID recent = session("revoked_at = now() - interval '89 days'");
    UUID revoked = session("revoked_at = now() - interval '91 days'");
    UUID expired = session("expires_at = now() - interval '91 days'");
    auth.database.purge(auth.vertx, PgSessionStore.OUTLIVED);
    assertEquals(1, count("session WHERE id = '%s'", lasting));
    assertEquals(1, count("session WHERE id = '%s'", recent));
    assertEquals(0, count("session WHERE id = '%s'", revoked));
    assertEquals(0, count("session WHERE id = '%s'", expired));
  }

  /** Until then each of them tells a thief from its owner, however long ago it was used. */
  @Test
  void aRefreshTokenIsForgottenOnceItsSessionMustHaveExpired() throws Exception {
    SignedIn thief = auth.register();
    SignedIn owner = auth.refresh(thief);
    UUID session = TestAuth.sessionOf(owner);
    auth.database.execute(
        """
        UPDATE refresh_token SET issued_at = issued_at - interval '29 days',
               used_at = used_at - interval '29 days'
         WHERE session_id = '%s'
        """
            .formatted(session));
    auth.database.purge(auth.vertx, PgSessionStore.OUTLIVED_TOKENS);
    assertEquals(2, count("refresh_token WHERE session_id = '%s'", session));
    auth.refuseRefresh(thief);
    auth.refuseRefresh(owner);

    auth.database.execute(
        "UPDATE refresh_token SET issued_at = issued_at - interval '3 days' WHERE session_id = '%s'"
            .formatted(session));
    auth.database.purge(auth.vertx, PgSessionStore.OUTLIVED_TOKENS);
    assertEquals(0, count("refresh_token WHERE session_id = '%s'", session));
  }

  @ParameterizedTest
  @MethodSource("ofLargeTables")
  void whatIsDueIsFoundByAnIndex(Statement outlived) throws Exception {
    String plan = String.join("\n", auth.database.explain(outlived.sql(), "500"));
    assertTrue(plan.contains("Index"), plan);
    assertTrue(!plan.contains("Seq Scan"), plan);
  }

  static Stream<Statement> ofLargeTables() {
    return Stream.of(
        PgSessionStore.OUTLIVED, PgSessionStore.OUTLIVED_TOKENS, PgTokenStore.OUTLIVED);
  }

  private UUID session(String change) throws Exception {
    UUID session = TestAuth.sessionOf(auth.register());
    auth.database.execute("UPDATE session SET " + change + " WHERE id = '" + session + "'");
    return session;
  }

  private int count(String what, UUID id) throws SQLException {
    List<String> found = auth.select("SELECT count(*) FROM " + what.formatted(id));
    return Integer.parseInt(found.getFirst());
  }
}
