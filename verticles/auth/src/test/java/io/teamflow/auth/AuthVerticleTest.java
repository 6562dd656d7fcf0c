package io.teamflow.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.teamflow.codecs.auth.AuthMessages;
import io.teamflow.codecs.auth.GetProfile;
import io.teamflow.codecs.auth.Logout;
import io.teamflow.codecs.auth.Register;
import io.teamflow.codecs.auth.SignedIn;
import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.bus.Failure.Code;
import io.teamflow.codecs.bus.Resource;
import io.vertx.core.Future;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Accounts, from registration to what a thief of the database finds of them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuthVerticleTest {
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
  void whoRegistersIsSignedInAndCanSignInAgain() throws Exception {
    SignedIn registered = auth.register();
    SignedIn again = auth.login(registered);
    assertEquals(registered.user(), again.user());
    Resource profile =
        auth.ask(AuthMessages.GET_PROFILE, TestAuth.callerOf(again), new GetProfile());
    assertEquals(registered.user().id(), profile.id());
    assertTrue(profile.json().contains("\"emailVerified\":false"), profile.json());
  }

  @Test
  void anAccountHasAStreamOfItsOwn() throws Exception {
    UUID user = auth.register().user().id();
    assertEquals(List.of("user"), auth.select("SELECT kind FROM stream WHERE id = '" + user + "'"));
  }

  @Test
  void aKnownAddressIsRefusedInEverySpelling() throws Exception {
    String email = TestAuth.newEmail();
    auth.register(email);
    for (String spelling :
        List.of(email, email.toUpperCase(Locale.ROOT), email.replace("example", "ｅxample"))) {
      Failure refused =
          auth.refusal(
              AuthMessages.REGISTER,
              TestAuth.ANYONE,
              new Register(spelling, TestAuth.PASSWORD, "Eve"));
      assertEquals(Code.CONFLICT, refused.code());
      assertTrue(refused.detail().contains("registered"), refused.detail());
    }
  }

  @Test
  void ofTwoWhoRegisterOneAddressAtOnceOneSucceeds() throws Exception {
    String email = TestAuth.newEmail();
    Register command = new Register(email, TestAuth.PASSWORD, "Ada");
    List<Future<SignedIn>> attempts =
        IntStream.range(0, 2)
            .mapToObj(_ -> auth.bus.request(AuthMessages.REGISTER, TestAuth.ANYONE, command))
            .toList();
    Future.join(attempts).otherwiseEmpty().await(10, TimeUnit.SECONDS);
    assertEquals(1, attempts.stream().filter(Future::succeeded).count());
    assertTrue(
        attempts.stream()
            .filter(Future::failed)
            .allMatch(a -> a.cause() instanceof Failure f && f.code() == Code.CONFLICT));
  }

  @Test
  void whatIsOnesOwnNeedsASignIn() {
    assertEquals(
        Code.UNAUTHENTICATED,
        auth.refusal(AuthMessages.GET_PROFILE, TestAuth.ANYONE, new GetProfile()).code());
    assertEquals(
        Code.UNAUTHENTICATED,
        auth.refusal(AuthMessages.LOGOUT, TestAuth.ANYONE, new Logout()).code());
  }

  @Test
  void aDumpOfTheDatabaseSignsNobodyIn() throws Exception {
    SignedIn in = auth.refresh(auth.register());
    String dump = "";
    for (String table :
        auth.select("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")) {
      dump += String.join("\n", auth.select("SELECT t::text FROM " + table + " t"));
    }
    assertTrue(dump.contains(in.user().email()));
    for (String secret :
        List.of(TestAuth.PASSWORD, in.refreshToken(), in.accessToken(), "\"d\":")) {
      assertFalse(dump.contains(secret), secret);
    }
  }
}
