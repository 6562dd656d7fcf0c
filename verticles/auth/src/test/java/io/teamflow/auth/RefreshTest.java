package io.teamflow.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.teamflow.codecs.auth.AuthMessages;
import io.teamflow.codecs.auth.Logout;
import io.teamflow.codecs.auth.Refresh;
import io.teamflow.codecs.auth.SignedIn;
import io.vertx.core.Future;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** How long a refresh token lives, and what ends its whole family. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefreshTest {
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
  void refreshRotatesAndAStolenTokenEndsTheSession() throws Exception {
    SignedIn first = auth.register();
    SignedIn second = auth.refresh(first);
    SignedIn third = auth.refresh(second);
    assertNotEquals(second.refreshToken(), third.refreshToken());
    assertEquals(first.user(), third.user());
    assertEquals(TestAuth.sessionOf(first), TestAuth.sessionOf(third));
    auth.refuseRefresh(first);
    auth.refuseRefresh(third);
  }

  @Test
  void aTokenWhoseAnswerWasLostWorksAgain() throws Exception {
    SignedIn first = auth.register();
    auth.refresh(first);
    SignedIn repeated = auth.refresh(first);
    auth.refresh(auth.refresh(repeated));
  }

  @Test
  void afterTenSecondsNobodyBelievesInALostAnswer() throws Exception {
    SignedIn first = auth.register();
    SignedIn second = auth.refresh(first);
    auth.database.execute("UPDATE refresh_token SET used_at = used_at - interval '11 seconds'");
    auth.refuseRefresh(first);
    auth.refuseRefresh(second);
  }

  @Test
  void aTokenIsNotRepeatedOnceAnySuccessorWasUsed() throws Exception {
    SignedIn first = auth.register();
    SignedIn received = auth.refresh(first);
    SignedIn repeated = auth.refresh(first);
    SignedIn latest = auth.refresh(received);
    auth.refuseRefresh(first);
    auth.refuseRefresh(repeated);
    auth.refuseRefresh(latest);
  }

  @Test
  void ofTwoSuccessorsOnlyTheFirstUsedLives() throws Exception {
    SignedIn first = auth.register();
    SignedIn owner = auth.refresh(first);
    SignedIn thief = auth.refresh(first);
    SignedIn latest = auth.refresh(owner);
    auth.refuseRefresh(thief);
    auth.refuseRefresh(latest);
  }

  @Test
  void aTokenRefreshedInParallelLeavesOneLine() throws Exception {
    SignedIn first = auth.register();
    List<Future<SignedIn>> parallel =
        IntStream.range(0, 8)
            .mapToObj(
                _ ->
                    auth.bus.request(
                        AuthMessages.REFRESH, TestAuth.ANYONE, new Refresh(first.refreshToken())))
            .toList();
    Future.join(parallel).await(10, TimeUnit.SECONDS);
    List<SignedIn> successors = parallel.stream().map(Future::result).toList();
    assertEquals(8, successors.stream().map(SignedIn::refreshToken).distinct().count());
    SignedIn latest = auth.refresh(successors.get(3));
    auth.refuseRefresh(successors.get(5));
    auth.refuseRefresh(latest);
  }

  @Test
  void aSessionEndsAfterThirtyDaysHoweverOftenItIsRefreshed() throws Exception {
    SignedIn in = auth.refresh(auth.register());
    auth.database.execute(
        "UPDATE session SET expires_at = expires_at - interval '30 days' WHERE id = '"
            + TestAuth.sessionOf(in)
            + "'");
    auth.refuseRefresh(in);
  }

  @Test
  void logoutEndsRefreshOfThisSessionAlone() throws Exception {
    SignedIn here = auth.register();
    SignedIn there = auth.login(here);
    auth.ask(AuthMessages.LOGOUT, TestAuth.callerOf(here), new Logout());
    auth.refuseRefresh(here);
    auth.refresh(there);
  }
}
