package io.teamflow.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import io.teamflow.codecs.auth.AuthMessages;
import io.teamflow.codecs.auth.Login;
import io.teamflow.codecs.auth.Register;
import io.teamflow.codecs.auth.SignedIn;
import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.bus.Failure.Code;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which passwords are taken, what is stored of them, and what checking one costs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PasswordsTest {
  private static final String PARAMETERS = "$argon2id$v=19$m=19456,t=2,p=1$";

  private TestAuth auth;

  @BeforeAll
  void start() throws Exception {
    auth = TestAuth.start();
  }

  @AfterAll
  void close() throws Exception {
    auth.close();
  }

  static List<String> accepted() {
    return List.of("8 chars!", "x".repeat(256), "🔑".repeat(256), "пароль 密码 §", "  spaces  ");
  }

  @ParameterizedTest
  @MethodSource("accepted")
  void anyTextOfEightTo256CharactersSignsIn(String password) throws Exception {
    SignedIn in = register(password);
    SignedIn again = login(in.user().email(), password);
    assertEquals(in.user(), again.user());
    refuseLogin(in.user().email(), "not " + in.user().id());
  }

  @Test
  void everyCharacterCountsUpToTheLast() throws Exception {
    SignedIn in = register("x".repeat(255) + "y");
    refuseLogin(in.user().email(), "x".repeat(255) + "z");
    refuseLogin(in.user().email(), "x".repeat(255));
  }

  @Test
  void twoKeyboardsWriteOnePassword() throws Exception {
    SignedIn in = register("zo\u00eb on the train");
    assertEquals(in.user(), login(in.user().email(), "zoe\u0308 on the train").user());
  }

  static List<String> outOfBounds() {
    return List.of(
        "7 chars",
        "x".repeat(257),
        "🔑".repeat(257),
        "nul\u0000nul nul",
        "half \ud83d pair",
        "        ");
  }

  @ParameterizedTest
  @MethodSource("outOfBounds")
  void whatCannotBeAPasswordIsRefusedBeforeItTravels(String password) {
    Failure refused =
        assertThrows(Failure.class, () -> new Register(TestAuth.newEmail(), password, "Ada"));
    assertEquals(Code.INVALID, refused.code());
    assertEquals("/password", refused.violations().getFirst().pointer());
  }

  @ParameterizedTest
  @ValueSource(strings = {"password123", "PassWord123", "ｐａｓｓｗｏｒｄ123", "12345678", "Summer2026!"})
  void whatEverybodyGuessesFirstIsRefused(String password) {
    Failure refused =
        auth.refusal(
            AuthMessages.REGISTER,
            TestAuth.ANYONE,
            new Register(TestAuth.newEmail(), password, "Ada"));
    assertEquals(Code.INVALID, refused.code());
    assertEquals("/password", refused.violations().getFirst().pointer());
  }

  @Test
  void aWrongPasswordAndAnUnknownAddressCostAndAnswerTheSame() throws Exception {
    String email = auth.register().user().email();
    long before = Passwords.computed();
    Failure wrong = refuseLogin(email, "wrong password");
    long afterWrong = Passwords.computed();
    Failure unknown = refuseLogin(TestAuth.newEmail(), TestAuth.PASSWORD);
    assertEquals(1, afterWrong - before);
    assertEquals(1, Passwords.computed() - afterWrong);
    assertEquals(wrong.code(), unknown.code());
    assertEquals(wrong.detail(), unknown.detail());
    assertEquals(wrong.violations(), unknown.violations());
  }

  @Test
  void nobodyIsCheckedWithTheParametersOfEverybody() throws Exception {
    SignedIn in = auth.register();
    assertTrue(hashOf(in).startsWith(PARAMETERS), hashOf(in));
    assertTrue(Passwords.NOBODY.startsWith(PARAMETERS), Passwords.NOBODY);
    assertFalse(Passwords.on(auth.vertx).check("nobody", Optional.empty()).await().matches());
  }

  @Test
  void aHashOfOldParametersIsReplacedAtTheNextSignIn() throws Exception {
    SignedIn in = auth.register();
    Argon2Function old = Argon2Function.getInstance(8_192, 1, 1, 32, Argon2.ID, 19);
    String oldHash = Password.hash(TestAuth.PASSWORD).addRandomSalt(16).with(old).getResult();
    auth.database.execute(
        "UPDATE account SET password_hash = '" + oldHash + "' WHERE id = '" + in.user().id() + "'");
    refuseLogin(in.user().email(), "wrong password");
    assertEquals(oldHash, hashOf(in));
    auth.login(in);
    String newHash = hashOf(in);
    assertTrue(newHash.startsWith(PARAMETERS), newHash);
    long before = Passwords.computed();
    auth.login(in);
    assertEquals(1, Passwords.computed() - before);
    assertEquals(newHash, hashOf(in));
  }

  @Test
  void threeHundredSignInsAtOnceEndWellOrAreToldToComeBack() throws Exception {
    SignedIn in = auth.register();
    List<Future<SignedIn>> attempts =
        IntStream.range(0, 300)
            .mapToObj(
                _ ->
                    auth.bus.request(
                        AuthMessages.LOGIN,
                        TestAuth.ANYONE,
                        new Login(in.user().email(), TestAuth.PASSWORD)))
            .toList();
    Future.join(attempts).otherwiseEmpty().await(20, TimeUnit.SECONDS);
    List<Throwable> refused = attempts.stream().filter(Future::failed).map(Future::cause).toList();
    assertFalse(refused.isEmpty());
    for (Throwable refusal : refused) {
      assertEquals(Code.LIMITED, ((Failure) refusal).code());
    }
    assertTrue(attempts.stream().anyMatch(Future::succeeded));
    assertTrue(passwordThreads() <= Runtime.getRuntime().availableProcessors());
    auth.login(in);
  }

  private static long passwordThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("passwords-"))
        .count();
  }

  private SignedIn register(String password) throws Exception {
    return auth.ask(
        AuthMessages.REGISTER, TestAuth.ANYONE, new Register(TestAuth.newEmail(), password, "Ada"));
  }

  private SignedIn login(String email, String password) throws Exception {
    return auth.ask(AuthMessages.LOGIN, TestAuth.ANYONE, new Login(email, password));
  }

  private Failure refuseLogin(String email, String password) {
    Failure refused = auth.refusal(AuthMessages.LOGIN, TestAuth.ANYONE, new Login(email, password));
    assertEquals(Code.UNAUTHENTICATED, refused.code());
    return refused;
  }

  private String hashOf(SignedIn in) throws Exception {
    return auth.select("SELECT password_hash FROM account WHERE id = '" + in.user().id() + "'")
        .getFirst();
  }
}
