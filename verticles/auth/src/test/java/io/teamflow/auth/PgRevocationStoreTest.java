package io.teamflow.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.teamflow.auth.PgRevocationStore.Revocations;
import io.teamflow.codecs.auth.AuthMessages;
import io.teamflow.codecs.auth.ChangePassword;
import io.teamflow.codecs.auth.Logout;
import io.teamflow.codecs.auth.LogoutAll;
import io.teamflow.codecs.auth.RevokeSession;
import io.teamflow.codecs.auth.SignedIn;
import java.sql.Connection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Whoever polls the log learns of every session that ended, however it ended. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PgRevocationStoreTest {
  private TestAuth auth;
  private PgRevocationStore revocations;

  @BeforeAll
  void start() throws Exception {
    auth = TestAuth.start();
    revocations = new PgRevocationStore(auth.database.open(auth.vertx));
  }

  @AfterAll
  void close() throws Exception {
    auth.close();
  }

  @Test
  void everyWayToEndASessionIsLogged() throws Exception {
    SignedIn loggedOut = auth.register();
    SignedIn revoked = auth.register();
    SignedIn stolen = auth.register();
    SignedIn everywhere = auth.register();
    SignedIn everywhereToo = auth.login(everywhere);
    SignedIn deleted = auth.register();
    SignedIn changed = auth.register();
    SignedIn other = auth.login(changed);
    String position = since(PgRevocationStore.BEGINNING).position();

    auth.ask(AuthMessages.LOGOUT, TestAuth.callerOf(loggedOut), new Logout());
    auth.ask(
        AuthMessages.REVOKE_SESSION,
        TestAuth.callerOf(revoked),
        new RevokeSession(TestAuth.sessionOf(revoked)));
    auth.refresh(auth.refresh(stolen));
    auth.refuseRefresh(stolen);
    auth.ask(AuthMessages.LOGOUT_ALL, TestAuth.callerOf(everywhere), new LogoutAll());
    auth.database.execute("DELETE FROM account WHERE id = '" + deleted.user().id() + "'");
    auth.ask(
        AuthMessages.CHANGE_PASSWORD,
        TestAuth.callerOf(changed),
        new ChangePassword(TestAuth.PASSWORD, "stapled to a newer horse"));

    Set<UUID> ended = Set.copyOf(since(position).sessions());
    for (SignedIn in :
        List.of(loggedOut, revoked, stolen, everywhere, everywhereToo, deleted, other)) {
      assertTrue(ended.contains(TestAuth.sessionOf(in)), in.user().id() + " in " + ended);
    }
    assertFalse(ended.contains(TestAuth.sessionOf(changed)));
  }

  @Test
  void whatIsReadOnceIsNotReadAgain() throws Exception {
    UUID session = end(auth.register());
    Revocations first = since(PgRevocationStore.BEGINNING);
    assertTrue(first.sessions().contains(session));
    assertEquals(List.of(), since(first.position()).sessions());
  }

  @Test
  void aSessionEndedBeforeButCommittedAfterAnotherIsNotMissed() throws Exception {
    SignedIn slow = auth.register();
    SignedIn quick = auth.register();
    String position = since(PgRevocationStore.BEGINNING).position();
    try (Connection connection = auth.database.connect();
        var statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute(
          "UPDATE session SET revoked_at = now() WHERE id = '" + TestAuth.sessionOf(slow) + "'");
      end(quick);
      Revocations before = since(position);
      assertEquals(List.of(TestAuth.sessionOf(quick)), before.sessions());
      position = before.position();
      connection.commit();
    }
    assertTrue(since(position).sessions().contains(TestAuth.sessionOf(slow)));
  }

  @Test
  void endingASessionTwiceLogsItOnce() throws Exception {
    SignedIn in = auth.register();
    end(in);
    String position = since(PgRevocationStore.BEGINNING).position();
    end(in);
    assertEquals(List.of(), since(position).sessions());
  }

  @Test
  void aPositionOfALostFutureReadsEverything() throws Exception {
    UUID session = end(auth.register());
    assertTrue(since("18000000000000000000").sessions().contains(session));
  }

  @Test
  void aRevocationIsForgottenWhenNoAccessTokenCanBeLeft() throws Exception {
    UUID outlived = end(auth.register());
    auth.database.execute(
        "UPDATE revocation SET revoked_at = revoked_at - interval '21 minutes' WHERE session_id = '"
            + outlived
            + "'");
    UUID recent = end(auth.register());
    auth.database.purge(auth.vertx, PgRevocationStore.OUTLIVED);
    List<UUID> left = since(PgRevocationStore.BEGINNING).sessions();
    assertFalse(left.contains(outlived));
    assertTrue(left.contains(recent));
  }

  private UUID end(SignedIn in) throws Exception {
    auth.ask(AuthMessages.LOGOUT, TestAuth.callerOf(in), new Logout());
    return TestAuth.sessionOf(in);
  }

  private Revocations since(String position) throws Exception {
    return revocations.since(position).await(10, TimeUnit.SECONDS);
  }
}
