package io.teamflow.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import io.teamflow.codecs.auth.AuthMessages;
import io.teamflow.codecs.auth.GetMe;
import io.teamflow.codecs.auth.ListKeys;
import io.teamflow.codecs.auth.Login;
import io.teamflow.codecs.auth.Logout;
import io.teamflow.codecs.auth.Refresh;
import io.teamflow.codecs.auth.Register;
import io.teamflow.codecs.auth.SignedIn;
import io.teamflow.codecs.bus.Address;
import io.teamflow.codecs.bus.Bus;
import io.teamflow.codecs.bus.Caller;
import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.bus.Failure.Code;
import io.teamflow.codecs.bus.Reply;
import io.teamflow.stream.database.TestDatabase;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.ResultSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuthVerticleTest {
  private static final Caller ANYONE = Caller.anonymous("127.0.0.1", "");
  private static final String PASSWORD = "correct horse battery";
  private static final byte[] SECRET = new byte[SecretBox.KEY_BYTES];

  private Vertx vertx;
  private Bus bus;
  private TestDatabase database;

  @BeforeAll
  void deploy() throws Exception {
    vertx = Vertx.vertx();
    bus = Bus.on(vertx);
    database = TestDatabase.create();
    vertx
        .deployVerticle(
            () -> new AuthVerticle(bus, database.options(), new SecretBox(SECRET)),
            new DeploymentOptions().setInstances(2))
        .await(20, TimeUnit.SECONDS);
  }

  @AfterAll
  void close() throws Exception {
    vertx.close().await(10, TimeUnit.SECONDS);
    database.close();
  }

  @Test
  void whoRegistersIsSignedInAndCanSignInAgain() throws Exception {
    SignedIn registered = register(newEmail());
    SignedIn again =
        ask(AuthMessages.LOGIN, ANYONE, new Login(registered.user().email(), PASSWORD));
    assertEquals(registered.user(), again.user());
    assertEquals(registered.user(), ask(AuthMessages.GET_ME, callerOf(again), new GetMe()));
  }

  @Test
  void accessTokensVerifyWithThePublishedKeys() throws Exception {
    SignedJWT token = SignedJWT.parse(register(newEmail()).accessToken());
    JWKSet keys = JWKSet.parse(ask(AuthMessages.LIST_KEYS, ANYONE, new ListKeys()).jwks());
    assertTrue(
        token.verify(
            new ECDSAVerifier(keys.getKeyByKeyId(token.getHeader().getKeyID()).toECKey())));
    assertFalse(keys.getKeys().getFirst().isPrivate());
    assertEquals(List.of("teamflow-api"), token.getJWTClaimsSet().getAudience());
    assertEquals(
        SigningKeys.TOKEN_LIFETIME,
        java.time.Duration.between(
            token.getJWTClaimsSet().getIssueTime().toInstant(),
            token.getJWTClaimsSet().getExpirationTime().toInstant()));
  }

  @Test
  void instancesThatStartAtOnceShareOneKey() throws Exception {
    JWKSet keys = JWKSet.parse(ask(AuthMessages.LIST_KEYS, ANYONE, new ListKeys()).jwks());
    assertEquals(1, keys.size());
  }

  @Test
  void oneAddressInAnotherSpellingIsKnown() throws Exception {
    String email = newEmail();
    register(email);
    for (String spelling : List.of(email.toUpperCase(java.util.Locale.ROOT), "ｘ" + email)) {
      if (EmailKey.of(spelling).equals(EmailKey.of(email))) {
        assertEquals(
            Code.CONFLICT,
            refusal(AuthMessages.REGISTER, ANYONE, new Register(spelling, PASSWORD, "Eve")).code());
      }
    }
    assertEquals("a@xn--bcher-kva.example", EmailKey.of("A@Bücher.example"));
    assertEquals(EmailKey.of("ada@example.org"), EmailKey.of("ＡＤＡ@example.org"));
  }

  @Test
  void aWrongPasswordAndAnUnknownAddressAreAnsweredAlike() throws Exception {
    String email = newEmail();
    register(email);
    Failure wrong = refusal(AuthMessages.LOGIN, ANYONE, new Login(email, "wrong password"));
    Failure unknown = refusal(AuthMessages.LOGIN, ANYONE, new Login(newEmail(), PASSWORD));
    assertEquals(Code.UNAUTHENTICATED, wrong.code());
    assertEquals(wrong.code(), unknown.code());
    assertEquals(wrong.detail(), unknown.detail());
  }

  @Test
  void passwordsOfEverybodyAreRefusedAndUnicodeIsWelcome() throws Exception {
    assertEquals(
        Code.INVALID,
        refusal(AuthMessages.REGISTER, ANYONE, new Register(newEmail(), "Password123", "A"))
            .code());
    String unicode = "пароль🔑密码§§";
    SignedIn in = ask(AuthMessages.REGISTER, ANYONE, new Register(newEmail(), unicode, "A"));
    ask(AuthMessages.LOGIN, ANYONE, new Login(in.user().email(), unicode));
    assertThrows(Failure.class, () -> new Register("a@b", "short", "A"));
    assertThrows(Failure.class, () -> new Register("a@b", "x".repeat(257), "A"));
    assertThrows(Failure.class, () -> new Register("a@b", "nul\u0000nul nul", "A"));
  }

  @Test
  void refreshRotatesAndAStolenTokenEndsTheSession() throws Exception {
    SignedIn first = register(newEmail());
    SignedIn second = refresh(first);
    SignedIn third = refresh(second);
    assertNotEquals(second.refreshToken(), third.refreshToken());
    assertEquals(first.user(), third.user());
    assertEquals(
        Code.UNAUTHENTICATED,
        refusal(AuthMessages.REFRESH, ANYONE, new Refresh(first.refreshToken())).code());
    assertEquals(
        Code.UNAUTHENTICATED,
        refusal(AuthMessages.REFRESH, ANYONE, new Refresh(third.refreshToken())).code());
  }

  @Test
  void aTokenWhoseAnswerWasLostWorksAgainForTenSeconds() throws Exception {
    SignedIn first = register(newEmail());
    refresh(first);
    refresh(refresh(first));
    SignedIn late = register(newEmail());
    refresh(late);
    database.execute("UPDATE refresh_token SET used_at = used_at - interval '11 seconds'");
    refuseRefresh(late);
  }

  @Test
  void aTokenIsNotRepeatedOnceAnySuccessorWasUsed() throws Exception {
    SignedIn first = register(newEmail());
    SignedIn received = refresh(first);
    SignedIn repeated = refresh(first);
    SignedIn latest = refresh(received);
    refuseRefresh(first);
    refuseRefresh(repeated);
    refuseRefresh(latest);
  }

  @Test
  void ofTwoSuccessorsOnlyTheFirstUsedLives() throws Exception {
    SignedIn first = register(newEmail());
    SignedIn owner = refresh(first);
    SignedIn thief = refresh(first);
    SignedIn latest = refresh(owner);
    refuseRefresh(thief);
    refuseRefresh(latest);
  }

  @Test
  void aTokenRefreshedInParallelLeavesOneLine() throws Exception {
    SignedIn first = register(newEmail());
    List<Future<SignedIn>> parallel =
        IntStream.range(0, 8)
            .mapToObj(
                _ -> bus.request(AuthMessages.REFRESH, ANYONE, new Refresh(first.refreshToken())))
            .toList();
    Future.join(parallel).await(10, TimeUnit.SECONDS);
    List<SignedIn> successors = parallel.stream().map(Future::result).toList();
    assertEquals(8, successors.stream().map(SignedIn::refreshToken).distinct().count());
    SignedIn latest = refresh(successors.get(3));
    refuseRefresh(successors.get(5));
    refuseRefresh(latest);
  }

  @Test
  void aSessionEndsAfterThirtyDaysHoweverOftenItIsRefreshed() throws Exception {
    SignedIn in = refresh(register(newEmail()));
    database.execute(
        "UPDATE session SET expires_at = expires_at - interval '30 days' WHERE account_id = '"
            + in.user().id()
            + "'");
    refuseRefresh(in);
  }

  @Test
  void logoutEndsRefresh() throws Exception {
    SignedIn in = register(newEmail());
    ask(AuthMessages.LOGOUT, callerOf(in), new Logout());
    assertEquals(
        Code.UNAUTHENTICATED,
        refusal(AuthMessages.REFRESH, ANYONE, new Refresh(in.refreshToken())).code());
  }

  @Test
  void aDumpOfTheDatabaseSignsNobodyIn() throws Exception {
    SignedIn in = register(newEmail());
    StringBuilder dump = new StringBuilder();
    try (Connection connection = database.connect();
        var statement = connection.createStatement()) {
      for (String table : List.of("account", "session", "refresh_token", "signing_key")) {
        ResultSet rows = statement.executeQuery("SELECT t::text FROM " + table + " t");
        while (rows.next()) {
          dump.append(rows.getString(1)).append('\n');
        }
      }
    }
    assertTrue(dump.toString().contains(in.user().email()));
    for (String secret : List.of(PASSWORD, in.refreshToken(), in.accessToken(), "\"d\":")) {
      assertFalse(dump.toString().contains(secret), secret);
    }
  }

  @Test
  void aStoredSecretOpensOnlyWithTheKeyOfTheInstallation() {
    SecretBox other =
        new SecretBox(
            "a different key of thirty-two by".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    var box = new SecretBox(SECRET).seal(new byte[] {1, 2, 3});
    IllegalStateException refused =
        assertThrows(IllegalStateException.class, () -> other.open(box));
    assertTrue(String.valueOf(refused.getMessage()).contains("TEAMFLOW_SECRET_KEY_FILE"));
  }

  @Test
  void moreSignInsThanFitAreToldToComeBack() {
    Passwords passwords = Passwords.on(vertx);
    List<Future<Boolean>> attempts =
        IntStream.range(0, 300)
            .mapToObj(_ -> passwords.matches(PASSWORD, java.util.Optional.empty()))
            .toList();
    Future.join(attempts).otherwiseEmpty().await();
    List<Throwable> refused = attempts.stream().filter(Future::failed).map(Future::cause).toList();
    assertFalse(refused.isEmpty());
    assertTrue(refused.stream().allMatch(e -> e instanceof Failure f && f.code() == Code.LIMITED));
    assertTrue(attempts.stream().anyMatch(Future::succeeded));
  }

  private SignedIn register(String email) throws Exception {
    return ask(AuthMessages.REGISTER, ANYONE, new Register(email, PASSWORD, "Ada"));
  }

  private SignedIn refresh(SignedIn in) throws Exception {
    return ask(AuthMessages.REFRESH, ANYONE, new Refresh(in.refreshToken()));
  }

  private void refuseRefresh(SignedIn in) {
    assertEquals(
        Code.UNAUTHENTICATED,
        refusal(AuthMessages.REFRESH, ANYONE, new Refresh(in.refreshToken())).code());
  }

  private static String newEmail() {
    return UUID.randomUUID() + "@example.org";
  }

  private static Caller callerOf(SignedIn in) throws Exception {
    String session = SignedJWT.parse(in.accessToken()).getJWTClaimsSet().getStringClaim("sid");
    return new Caller(in.user().id(), UUID.fromString(session), "127.0.0.1", "");
  }

  private <C extends Command, R extends Reply> R ask(
      Address<C, R> address, Caller caller, C command) throws Exception {
    return bus.request(address, caller, command).await(10, TimeUnit.SECONDS);
  }

  private <C extends Command, R extends Reply> Failure refusal(
      Address<C, R> address, Caller caller, C command) {
    return assertThrows(Failure.class, () -> ask(address, caller, command));
  }
}
