package io.teamflow.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import io.teamflow.codecs.auth.AuthMessages;
import io.teamflow.codecs.auth.ConfirmTotp;
import io.teamflow.codecs.auth.DisableTotp;
import io.teamflow.codecs.auth.EnableTotp;
import io.teamflow.codecs.auth.Login;
import io.teamflow.codecs.auth.RecoveryCodes;
import io.teamflow.codecs.auth.SignedIn;
import io.teamflow.codecs.auth.TotpSecret;
import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.bus.Failure.Code;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import javax.crypto.spec.SecretKeySpec;
import org.apache.commons.codec.binary.Base32;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The code beside the password: asked for, used once, and never a way to lock somebody out. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecondFactorTest {
  private TestAuth auth;

  @BeforeAll
  void start() throws Exception {
    auth = TestAuth.start();
  }

  @AfterAll
  void close() throws Exception {
    auth.close();
  }

  private static final TimeBasedOneTimePasswordGenerator CODES =
      new TimeBasedOneTimePasswordGenerator();

  @Test
  void theCodeIsAskedForOnceThePasswordIsRight() throws Exception {
    SignedIn in = auth.register();
    TotpSecret secret = enable(in);
    auth.login(in); // not yet confirmed
    confirm(in, secret);
    Failure asked = auth.refusal(AuthMessages.LOGIN, TestAuth.ANYONE, login(in, null));
    assertEquals(Code.UNAUTHENTICATED, asked.code());
    assertEquals("/code", asked.violations().getFirst().pointer());
    auth.ask(AuthMessages.LOGIN, TestAuth.ANYONE, login(in, code(secret, 1)));
  }

  @Test
  void aWrongPasswordDoesNotTellThatACodeIsAskedFor() throws Exception {
    SignedIn in = auth.register();
    confirm(in, enable(in));
    Failure refused =
        auth.refusal(
            AuthMessages.LOGIN, TestAuth.ANYONE, new Login(in.user().email(), "not it", "123456"));
    assertEquals(List.of(), refused.violations());
  }

  @Test
  void noCodeIsTakenTwice() throws Exception {
    SignedIn in = auth.register();
    TotpSecret secret = enable(in);
    confirm(in, secret);
    Login login = login(in, code(secret, 1));
    auth.ask(AuthMessages.LOGIN, TestAuth.ANYONE, login);
    assertEquals(
        "is wrong",
        auth.refusal(AuthMessages.LOGIN, TestAuth.ANYONE, login).violations().getFirst().detail());
  }

  @Test
  void aRecoveryCodeSignsInOnceHoweverItIsWritten() throws Exception {
    SignedIn in = auth.register();
    List<String> codes = confirm(in, enable(in)).codes();
    assertEquals(10, codes.size());
    String written = codes.getFirst().toUpperCase(Locale.ROOT).replaceAll("(.{4})(?=.)", "$1-");
    auth.ask(AuthMessages.LOGIN, TestAuth.ANYONE, login(in, written));
    auth.refusal(AuthMessages.LOGIN, TestAuth.ANYONE, login(in, codes.getFirst()));
    auth.ask(AuthMessages.LOGIN, TestAuth.ANYONE, login(in, codes.getLast()));
  }

  @Test
  void guessingStopsCodesButNotRecoveryCodes() throws Exception {
    SignedIn in = auth.register();
    TotpSecret secret = enable(in);
    List<String> recovery = confirm(in, secret).codes();
    String wrong = code(secret, 100);
    for (int i = 0; i < 10; i++) {
      assertEquals(
          Code.UNAUTHENTICATED,
          auth.refusal(AuthMessages.LOGIN, TestAuth.ANYONE, login(in, wrong)).code());
    }
    assertEquals(
        Code.LIMITED,
        auth.refusal(AuthMessages.LOGIN, TestAuth.ANYONE, login(in, code(secret, 1))).code());
    auth.ask(AuthMessages.LOGIN, TestAuth.ANYONE, login(in, recovery.getFirst()));
    auth.database.execute(
        "UPDATE totp SET attempts_since = now() - interval '16 minutes' WHERE account_id = '"
            + in.user().id()
            + "'");
    auth.ask(AuthMessages.LOGIN, TestAuth.ANYONE, login(in, code(secret, 1)));
  }

  @Test
  void aWrongCodeConfirmsNothing() throws Exception {
    SignedIn in = auth.register();
    TotpSecret secret = enable(in);
    assertEquals(
        Code.INVALID,
        auth.refusal(
                AuthMessages.CONFIRM_TOTP,
                TestAuth.callerOf(in),
                new ConfirmTotp(code(secret, 100)))
            .code());
    auth.login(in);
  }

  @Test
  void onlyAFreshSessionTurnsItOnOrOff() throws Exception {
    SignedIn in = auth.register();
    confirm(in, enable(in));
    auth.ageSessions(in);
    assertEquals(
        Code.FORBIDDEN,
        auth.refusal(AuthMessages.DISABLE_TOTP, TestAuth.callerOf(in), new DisableTotp()).code());
    SignedIn other = auth.register();
    auth.ageSessions(other);
    assertEquals(
        Code.FORBIDDEN,
        auth.refusal(AuthMessages.ENABLE_TOTP, TestAuth.callerOf(other), new EnableTotp()).code());
  }

  @Test
  void aConfirmedSecretIsNeitherReplacedNorShownAgain() throws Exception {
    SignedIn in = auth.register();
    TotpSecret secret = enable(in);
    confirm(in, secret);
    assertEquals(
        Code.CONFLICT,
        auth.refusal(AuthMessages.ENABLE_TOTP, TestAuth.callerOf(in), new EnableTotp()).code());
    auth.ask(AuthMessages.DISABLE_TOTP, TestAuth.callerOf(in), new DisableTotp());
    auth.login(in);
  }

  /** Whoever found a session open must learn nothing about codes, nor use up the tries. */
  @Test
  void codesOfAConfirmedSecretCannotBeTriedByConfirmingAgain() throws Exception {
    SignedIn in = auth.register();
    TotpSecret secret = enable(in);
    confirm(in, secret);
    for (String code : Collections.nCopies(11, code(secret, 100))) {
      assertEquals(Code.CONFLICT, refusalToConfirm(in, code));
    }
    assertEquals(Code.CONFLICT, refusalToConfirm(in, code(secret, 1)));
    auth.ask(AuthMessages.LOGIN, TestAuth.ANYONE, login(in, code(secret, 1)));
  }

  private Code refusalToConfirm(SignedIn in, String code) throws Exception {
    return auth.refusal(AuthMessages.CONFIRM_TOTP, TestAuth.callerOf(in), new ConfirmTotp(code))
        .code();
  }

  @Test
  void theSecretRestsSealed() throws Exception {
    SignedIn in = auth.register();
    TotpSecret secret = enable(in);
    String stored =
        auth.select(
                "SELECT encode(secret, 'hex') FROM totp WHERE account_id = '"
                    + in.user().id()
                    + "'")
            .getFirst();
    assertFalse(
        stored.contains(java.util.HexFormat.of().formatHex(new Base32().decode(secret.secret()))));
  }

  private TotpSecret enable(SignedIn in) throws Exception {
    return auth.ask(AuthMessages.ENABLE_TOTP, TestAuth.callerOf(in), new EnableTotp());
  }

  private RecoveryCodes confirm(SignedIn in, TotpSecret secret) throws Exception {
    return auth.ask(
        AuthMessages.CONFIRM_TOTP, TestAuth.callerOf(in), new ConfirmTotp(code(secret, 0)));
  }

  private static Login login(SignedIn in, @Nullable String code) {
    return new Login(in.user().email(), TestAuth.PASSWORD, code);
  }

  /** What the authenticator shows so many steps from now. */
  private static String code(TotpSecret secret, int steps) throws Exception {
    return CODES.generateOneTimePasswordString(
        new SecretKeySpec(new Base32().decode(secret.secret()), CODES.getAlgorithm()),
        Instant.now().plus(CODES.getTimeStep().multipliedBy(steps)),
        Locale.ROOT);
  }
}
