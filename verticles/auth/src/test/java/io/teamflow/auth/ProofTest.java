package io.teamflow.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.teamflow.codecs.auth.AskToRegister;
import io.teamflow.codecs.auth.AuthMessages;
import io.teamflow.codecs.auth.EmailKey;
import io.teamflow.codecs.auth.ForgotPassword;
import io.teamflow.codecs.auth.GetProfile;
import io.teamflow.codecs.auth.Login;
import io.teamflow.codecs.auth.ResetPassword;
import io.teamflow.codecs.auth.SendVerification;
import io.teamflow.codecs.auth.SignedIn;
import io.teamflow.codecs.auth.VerifyEmail;
import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.bus.Failure.Code;
import io.teamflow.codecs.bus.Resource;
import io.vertx.core.Future;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a mail proves: once, for an hour or a day, and only what it was sent for. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProofTest {
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
  void aMailVerifiesTheAddressOnce() throws Exception {
    SignedIn in = auth.register();
    String token = auth.mint("VERIFY_EMAIL", "account_id", in.user().id());
    auth.ask(AuthMessages.VERIFY_EMAIL, TestAuth.ANYONE, new VerifyEmail(token));
    assertTrue(profile(in).json().contains("\"emailVerified\":true"));
    refuse(token);
    refuse("never minted");
  }

  @Test
  void registeringAsksForAMailAndAnotherOneIsToBeHad() throws Exception {
    SignedIn in = auth.register();
    assertEquals(List.of("VERIFY_EMAIL"), mailsTo(in));
    for (int i = 0; i < 10; i++) {
      auth.ask(AuthMessages.SEND_VERIFICATION, TestAuth.callerOf(in), new SendVerification());
    }
    assertEquals(5, mailsTo(in).size());
  }

  @Test
  void aTokenOfOneKindIsNoneOfAnother() throws Exception {
    SignedIn in = auth.register();
    refuse(auth.mint("RESET_PASSWORD", "account_id", in.user().id()));
    assertEquals(
        Code.INVALID,
        auth.refusal(
                AuthMessages.RESET_PASSWORD,
                TestAuth.ANYONE,
                reset(auth.mint("VERIFY_EMAIL", "account_id", in.user().id())))
            .code());
  }

  @Test
  void whoMustConfirmGetsAnAccountByTheMailAlone() throws Exception {
    String email = TestAuth.newEmail();
    askToRegister(email);
    assertEquals(Code.UNAUTHENTICATED, loginRefusal(email));
    String token = auth.mint("CONFIRM_REGISTRATION", "registration_id", registrationOf(email));
    auth.ask(AuthMessages.VERIFY_EMAIL, TestAuth.ANYONE, new VerifyEmail(token));
    SignedIn in =
        auth.ask(AuthMessages.LOGIN, TestAuth.ANYONE, new Login(email, TestAuth.PASSWORD));
    assertTrue(profile(in).json().contains("\"emailVerified\":true"));
    refuse(token);
  }

  @Test
  void askingForAKnownAddressLooksTheSameAndTakesNothingOver() throws Exception {
    SignedIn in = auth.register();
    askToRegister(in.user().email());
    String token =
        auth.mint("CONFIRM_REGISTRATION", "registration_id", registrationOf(in.user().email()));
    assertEquals(
        Code.CONFLICT,
        auth.refusal(AuthMessages.VERIFY_EMAIL, TestAuth.ANYONE, new VerifyEmail(token)).code());
    auth.login(in);
  }

  @Test
  void nobodyFillsTheTableWithRegistrationsOfOneAddress() throws Exception {
    String email = TestAuth.newEmail();
    for (int i = 0; i < 7; i++) {
      askToRegister(email);
    }
    assertEquals(
        List.of("5"),
        auth.select("SELECT count(*) FROM registration WHERE email = '" + email + "'"));
  }

  @Test
  void forgettingWritesTheSameRowForAStranger() throws Exception {
    for (String email : List.of(auth.register().user().email(), TestAuth.newEmail())) {
      for (int i = 0; i < 3; i++) {
        auth.ask(AuthMessages.FORGOT_PASSWORD, TestAuth.ANYONE, new ForgotPassword(email));
      }
      assertEquals(
          List.of("RESET_PASSWORD"),
          auth.select("SELECT kind FROM mail WHERE email_key = '" + EmailKey.of(email) + "'"));
    }
  }

  @Test
  void aResetSetsThePasswordVerifiesTheAddressAndEndsEverySession() throws Exception {
    SignedIn in = auth.register();
    String token = auth.mint("RESET_PASSWORD", "account_id", in.user().id());
    String other = auth.mint("RESET_PASSWORD", "account_id", in.user().id());
    auth.ask(AuthMessages.RESET_PASSWORD, TestAuth.ANYONE, reset(token));
    auth.refuseRefresh(in);
    assertEquals(Code.UNAUTHENTICATED, loginRefusal(in.user().email()));
    SignedIn again =
        auth.ask(AuthMessages.LOGIN, TestAuth.ANYONE, new Login(in.user().email(), NEW));
    assertTrue(profile(again).json().contains("\"emailVerified\":true"));
    assertEquals(
        Code.INVALID,
        auth.refusal(AuthMessages.RESET_PASSWORD, TestAuth.ANYONE, reset(other)).code());
    assertTrue(mailsTo(in).contains("PASSWORD_CHANGED"));
  }

  @Test
  void ofTwoResetsWithOneTokenOneSucceeds() throws Exception {
    SignedIn in = auth.register();
    ResetPassword reset = reset(auth.mint("RESET_PASSWORD", "account_id", in.user().id()));
    List<Future<?>> both =
        Stream.generate(() -> auth.bus.request(AuthMessages.RESET_PASSWORD, TestAuth.ANYONE, reset))
            .limit(2)
            .<Future<?>>map(f -> f)
            .toList();
    Future.join(both).otherwiseEmpty().await(10, TimeUnit.SECONDS);
    assertEquals(1, both.stream().filter(Future::succeeded).count());
  }

  @Test
  void anExpiredTokenProvesNothing() throws Exception {
    SignedIn in = auth.register();
    String token = auth.mint("RESET_PASSWORD", "account_id", in.user().id());
    auth.database.execute("UPDATE mail_token SET expires_at = now() WHERE kind = 'RESET_PASSWORD'");
    assertEquals(
        Code.INVALID,
        auth.refusal(AuthMessages.RESET_PASSWORD, TestAuth.ANYONE, reset(token)).code());
    auth.login(in);
  }

  private static final String NEW = "stapled to a newer horse";

  private static ResetPassword reset(String token) {
    return new ResetPassword(token, NEW);
  }

  private void askToRegister(String email) throws Exception {
    auth.ask(
        AuthMessages.ASK_TO_REGISTER,
        TestAuth.ANYONE,
        new AskToRegister(email, TestAuth.PASSWORD, "Ada"));
  }

  private UUID registrationOf(String email) throws SQLException {
    return UUID.fromString(
        auth.select("SELECT id FROM registration WHERE email = '" + email + "'").getFirst());
  }

  private List<String> mailsTo(SignedIn in) throws SQLException {
    return auth.select("SELECT kind FROM mail WHERE account_id = '" + in.user().id() + "'");
  }

  private Resource profile(SignedIn in) throws Exception {
    return auth.ask(AuthMessages.GET_PROFILE, TestAuth.callerOf(in), new GetProfile());
  }

  private Code loginRefusal(String email) {
    return auth.refusal(AuthMessages.LOGIN, TestAuth.ANYONE, new Login(email, TestAuth.PASSWORD))
        .code();
  }

  private void refuse(String token) {
    Failure refused =
        auth.refusal(AuthMessages.VERIFY_EMAIL, TestAuth.ANYONE, new VerifyEmail(token));
    assertEquals(Code.INVALID, refused.code());
    assertEquals("/token", refused.violations().getFirst().pointer());
  }
}
