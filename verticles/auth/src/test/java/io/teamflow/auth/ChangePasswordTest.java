package io.teamflow.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.teamflow.auth.PgAccountStore.Found;
import io.teamflow.codecs.auth.AuthMessages;
import io.teamflow.codecs.auth.ChangePassword;
import io.teamflow.codecs.auth.Login;
import io.teamflow.codecs.auth.SignedIn;
import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.bus.Failure.Code;
import io.teamflow.stream.database.Database;
import io.vertx.core.Future;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A changed password ends what was begun with the old one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChangePasswordTest {
  private static final String NEW = "stapled to a newer horse";

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
  void theNewPasswordSignsInAndTheOldNoLonger() throws Exception {
    SignedIn in = auth.register();
    change(in, TestAuth.PASSWORD, NEW);
    assertEquals(
        Code.UNAUTHENTICATED,
        auth.refusal(
                AuthMessages.LOGIN,
                TestAuth.ANYONE,
                new Login(in.user().email(), TestAuth.PASSWORD))
            .code());
    auth.ask(AuthMessages.LOGIN, TestAuth.ANYONE, new Login(in.user().email(), NEW));
  }

  @Test
  void everyOtherSessionEnds() throws Exception {
    SignedIn here = auth.register();
    SignedIn elsewhere = auth.login(here);
    SignedIn stranger = auth.register();
    change(here, TestAuth.PASSWORD, NEW);
    auth.refuseRefresh(elsewhere);
    auth.refresh(here);
    auth.refresh(stranger);
  }

  @Test
  void whoDoesNotKnowTheCurrentPasswordChangesNothing() throws Exception {
    SignedIn in = auth.register();
    SignedIn elsewhere = auth.login(in);
    Failure refused =
        auth.refusal(
            AuthMessages.CHANGE_PASSWORD,
            TestAuth.callerOf(in),
            new ChangePassword("not the password", NEW));
    assertEquals(Code.INVALID, refused.code());
    assertEquals("/currentPassword", refused.violations().getFirst().pointer());
    auth.refresh(elsewhere);
    auth.login(in);
  }

  @Test
  void aCommonPasswordIsRefusedHereToo() throws Exception {
    SignedIn in = auth.register();
    Failure refused =
        auth.refusal(
            AuthMessages.CHANGE_PASSWORD,
            TestAuth.callerOf(in),
            new ChangePassword(TestAuth.PASSWORD, "password123"));
    assertEquals("/newPassword", refused.violations().getFirst().pointer());
    auth.login(in);
  }

  @Test
  void aStrangerChangesNothing() {
    assertEquals(
        Code.UNAUTHENTICATED,
        auth.refusal(
                AuthMessages.CHANGE_PASSWORD,
                TestAuth.ANYONE,
                new ChangePassword(TestAuth.PASSWORD, NEW))
            .code());
  }

  @Test
  void ofTwoChangesAtOnceOneSucceeds() throws Exception {
    SignedIn in = auth.register();
    List<Future<?>> changes = List.of(request(in, NEW), request(in, "stapled to the other horse"));
    Future.join(changes).otherwiseEmpty().await(10, TimeUnit.SECONDS);
    assertEquals(1, changes.stream().filter(Future::succeeded).count());
  }

  /** The password is checked, then changed by somebody else, and only then the session begins. */
  @Test
  void aSignInThatBeganWithTheOldPasswordFails() throws Exception {
    SignedIn in = auth.register();
    Database database = auth.database.open(auth.vertx);
    Found checked =
        new PgAccountStore(database).find(in.user().id()).await(10, TimeUnit.SECONDS).orElseThrow();
    PgSessionStore sessions = new PgSessionStore(database);
    assertTrue(begin(sessions, checked));
    change(in, TestAuth.PASSWORD, NEW);
    assertFalse(begin(sessions, checked));
    assertEquals(
        List.of("1"),
        auth.select(
            "SELECT count(*) FROM session WHERE revoked_at IS NULL AND account_id = '"
                + in.user().id()
                + "'"));
  }

  private static boolean begin(PgSessionStore sessions, Found account) throws Exception {
    return sessions
        .insertIfPasswordVersion(account, NewSession.begin(TestAuth.ANYONE))
        .await(10, TimeUnit.SECONDS);
  }

  private void change(SignedIn in, String current, String next) throws Exception {
    auth.ask(
        AuthMessages.CHANGE_PASSWORD, TestAuth.callerOf(in), new ChangePassword(current, next));
  }

  private Future<?> request(SignedIn in, String next) throws Exception {
    return auth.bus.request(
        AuthMessages.CHANGE_PASSWORD,
        TestAuth.callerOf(in),
        new ChangePassword(TestAuth.PASSWORD, next));
  }
}
