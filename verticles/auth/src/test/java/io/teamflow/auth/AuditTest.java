package io.teamflow.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.teamflow.codecs.auth.AuthMessages;
import io.teamflow.codecs.auth.ChangePassword;
import io.teamflow.codecs.auth.Login;
import io.teamflow.codecs.auth.Logout;
import io.teamflow.codecs.auth.SignedIn;
import io.teamflow.codecs.bus.Failure;
import io.teamflow.stream.database.Statement;
import io.vertx.sqlclient.Tuple;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the audit log tells, and that nobody rewrites it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuditTest {
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
  void theLogTellsWhatHappenedToAnAccountInOrder() throws Exception {
    SignedIn in = auth.register();
    auth.login(in);
    auth.refusal(AuthMessages.LOGIN, TestAuth.ANYONE, new Login(in.user().email(), "not it"));
    auth.ask(
        AuthMessages.CHANGE_PASSWORD,
        TestAuth.callerOf(in),
        new ChangePassword(TestAuth.PASSWORD, "stapled to a newer horse"));
    auth.ask(AuthMessages.LOGOUT, TestAuth.callerOf(in), new Logout());
    auth.refuseRefresh(in);
    assertEquals(
        List.of(
            "REGISTER DONE", "LOGIN DONE", "LOGIN REFUSED", "CHANGE_PASSWORD DONE", "LOGOUT DONE"),
        entriesOf(in));
  }

  @Test
  void aStrangersNameIsLoggedWithoutAnAccount() throws Exception {
    auth.refusal(AuthMessages.LOGIN, TestAuth.ANYONE, new Login(TestAuth.newEmail(), "not it"));
    assertEquals(
        List.of("LOGIN"),
        auth.select(
            "SELECT action FROM audit WHERE account_id IS NULL AND result = 'REFUSED' LIMIT 1"));
  }

  @Test
  void aStolenRefreshTokenIsLogged() throws Exception {
    SignedIn in = auth.register();
    SignedIn next = auth.refresh(in);
    auth.refresh(next);
    auth.refuseRefresh(in);
    assertTrue(entriesOf(in).contains("REUSE_REFRESH_TOKEN DONE"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UPDATE audit SET action = 'x'", "DELETE FROM audit", "TRUNCATE audit"})
  void theApplicationCannotRewriteIt(String sql) {
    assertThrows(
        Failure.class,
        () ->
            auth.database
                .open(auth.vertx)
                .writes()
                .run(Statement.of(sql), Tuple.tuple())
                .await(10, TimeUnit.SECONDS));
  }

  @Test
  void onlyItsFarEndIsForgotten() throws Exception {
    SignedIn in = auth.register();
    auth.database.execute(
        "INSERT INTO audit (at, account_id, action, address, device) VALUES (now() - interval"
            + " '366 days', '"
            + in.user().id()
            + "', 'OLD', '', '')");
    auth.database.purge(auth.vertx, PgAuditStore.OUTLIVED);
    assertEquals(List.of("REGISTER DONE"), entriesOf(in));
  }

  private List<String> entriesOf(SignedIn in) throws SQLException {
    return auth.select(
        "SELECT action || ' ' || result FROM audit WHERE account_id = '"
            + in.user().id()
            + "' ORDER BY id");
  }
}
