package io.teamflow.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.teamflow.codecs.auth.AuthMessages;
import io.teamflow.codecs.auth.ListSessions;
import io.teamflow.codecs.auth.Login;
import io.teamflow.codecs.auth.LogoutAll;
import io.teamflow.codecs.auth.Refresh;
import io.teamflow.codecs.auth.RevokeSession;
import io.teamflow.codecs.auth.SessionView;
import io.teamflow.codecs.auth.SignedIn;
import io.teamflow.codecs.bus.Caller;
import io.teamflow.codecs.bus.Failure.Code;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Where an account is signed in, and how its owner ends that. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SessionsTest {
  private static final Caller PHONE = new Caller(null, null, "192.0.2.7", "", "Phone/1.0");

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
  void theOwnerSeesEverySessionAndWhichIsThisOne() throws Exception {
    SignedIn desk = auth.register();
    SignedIn phone = loginFrom(PHONE, desk);
    List<SessionView> seen = sessionsOf(desk);
    assertEquals(
        List.of(TestAuth.sessionOf(phone), TestAuth.sessionOf(desk)),
        seen.stream().map(SessionView::id).toList());
    assertEquals("Phone/1.0", seen.getFirst().device());
    assertEquals("192.0.2.7", seen.getFirst().address());
    assertFalse(seen.getFirst().current());
    assertTrue(seen.getLast().current());
  }

  @Test
  void theOwnerIsWrittenToAboutAPlaceThatNeverSignedInBefore() throws Exception {
    SignedIn in = auth.register();
    auth.login(in);
    assertEquals(0, newSignIns(in));
    loginFrom(PHONE, in);
    loginFrom(PHONE, in);
    assertEquals(1, newSignIns(in));
  }

  private int newSignIns(SignedIn in) throws Exception {
    return auth.select(
            "SELECT detail FROM mail WHERE kind = 'NEW_SIGN_IN' AND account_id = '"
                + in.user().id()
                + "'")
        .size();
  }

  @Test
  void aRefreshIsSeenWithItsAddress() throws Exception {
    SignedIn in = auth.register();
    SessionView before = sessionsOf(in).getFirst();
    auth.ask(AuthMessages.REFRESH, PHONE, new Refresh(in.refreshToken()));
    SessionView after = sessionsOf(in).getFirst();
    assertEquals("192.0.2.7", after.address());
    assertEquals(before.createdAt(), after.createdAt());
    assertTrue(after.lastSeenAt().isAfter(before.lastSeenAt()));
  }

  @Test
  void aProgramWithAnEndlessNameSignsInAllTheSame() throws Exception {
    SignedIn in = auth.register();
    loginFrom(new Caller(null, null, "192.0.2.7", "", "x".repeat(8_000)), in);
    assertEquals("x".repeat(200), sessionsOf(in).getFirst().device());
  }

  @Test
  void aRevokedSessionEndsAloneAndLeavesTheList() throws Exception {
    SignedIn desk = auth.register();
    SignedIn phone = auth.login(desk);
    revoke(desk, TestAuth.sessionOf(phone));
    revoke(desk, TestAuth.sessionOf(phone));
    auth.refuseRefresh(phone);
    auth.refresh(desk);
    assertEquals(
        List.of(TestAuth.sessionOf(desk)), sessionsOf(desk).stream().map(SessionView::id).toList());
  }

  @Test
  void nobodyEndsOrSeesTheSessionOfAnother() throws Exception {
    SignedIn ada = auth.register();
    SignedIn eve = auth.register();
    for (UUID session : List.of(TestAuth.sessionOf(ada), UUID.randomUUID())) {
      assertEquals(
          Code.NOT_FOUND,
          auth.refusal(
                  AuthMessages.REVOKE_SESSION, TestAuth.callerOf(eve), new RevokeSession(session))
              .code());
    }
    auth.refresh(ada);
    assertEquals(1, sessionsOf(eve).size());
  }

  @Test
  void logoutAllEndsEverySessionOfThisAccountAlone() throws Exception {
    SignedIn desk = auth.register();
    SignedIn phone = auth.login(desk);
    SignedIn stranger = auth.register();
    auth.ask(AuthMessages.LOGOUT_ALL, TestAuth.callerOf(phone), new LogoutAll());
    auth.refuseRefresh(desk);
    auth.refuseRefresh(phone);
    assertEquals(List.of(), sessionsOf(desk));
    auth.refresh(stranger);
    auth.login(desk);
  }

  @Test
  void sessionsNeedASignIn() {
    assertEquals(
        Code.UNAUTHENTICATED,
        auth.refusal(AuthMessages.LIST_SESSIONS, TestAuth.ANYONE, new ListSessions()).code());
    assertEquals(
        Code.UNAUTHENTICATED,
        auth.refusal(AuthMessages.LOGOUT_ALL, TestAuth.ANYONE, new LogoutAll()).code());
    assertEquals(
        Code.UNAUTHENTICATED,
        auth.refusal(
                AuthMessages.REVOKE_SESSION, TestAuth.ANYONE, new RevokeSession(UUID.randomUUID()))
            .code());
  }

  private SignedIn loginFrom(Caller caller, SignedIn account) throws Exception {
    return auth.ask(
        AuthMessages.LOGIN, caller, new Login(account.user().email(), TestAuth.PASSWORD));
  }

  private List<SessionView> sessionsOf(SignedIn in) throws Exception {
    return auth.ask(AuthMessages.LIST_SESSIONS, TestAuth.callerOf(in), new ListSessions()).items();
  }

  private void revoke(SignedIn in, UUID session) throws Exception {
    auth.ask(AuthMessages.REVOKE_SESSION, TestAuth.callerOf(in), new RevokeSession(session));
  }
}
