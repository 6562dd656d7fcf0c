package io.teamflow.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.teamflow.auth.oidc.OidcAttempt;
import io.teamflow.auth.oidc.OidcClient;
import io.teamflow.auth.oidc.OidcSettings;
import io.teamflow.codecs.auth.AuthMessages;
import io.teamflow.codecs.auth.BeginOidc;
import io.teamflow.codecs.auth.CompleteOidc;
import io.teamflow.codecs.auth.DeleteAccount;
import io.teamflow.codecs.auth.GetProfile;
import io.teamflow.codecs.auth.IdentityView;
import io.teamflow.codecs.auth.LinkOidc;
import io.teamflow.codecs.auth.ListIdentities;
import io.teamflow.codecs.auth.Login;
import io.teamflow.codecs.auth.LogoutAll;
import io.teamflow.codecs.auth.OidcOutcome;
import io.teamflow.codecs.auth.RemoveIdentity;
import io.teamflow.codecs.auth.SignedIn;
import io.teamflow.codecs.bus.Caller;
import io.teamflow.codecs.bus.Done;
import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.bus.Failure.Code;
import io.teamflow.driver.ProviderProcess;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who signs in at a real provider, into which account, and who does not. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OidcTest {
  private static final URI PUBLIC = URI.create("http://127.0.0.1:8080");

  private ProviderProcess provider;
  private OidcSettings settings;
  private TestAuth auth;

  @BeforeAll
  void start() throws Exception {
    provider = ProviderProcess.start();
    settings =
        new OidcSettings(PUBLIC, List.of(client("acme", "acme"), client("google", "google")), true);
    auth = TestAuth.start(settings);
  }

  private OidcClient client(String name, String issuer) {
    return new OidcClient(
        name, ProviderProcess.issuer(provider.port(), issuer), "teamflow", "a secret of ours");
  }

  @AfterAll
  void close() throws Exception {
    auth.close();
    provider.kill();
  }

  @Test
  void theProviderIsAskedWithStateNonceAndChallenge() throws Exception {
    OidcBrowser ada = OidcBrowser.begin(auth, "acme");
    URI url = URI.create(ada.start().authorizationUrl());
    Map<String, String> query = OidcBrowser.query(url);
    assertEquals("/acme/authorize", url.getPath());
    assertEquals("code", query.get("response_type"));
    assertEquals("teamflow", query.get("client_id"));
    assertEquals("openid email profile", query.get("scope"));
    assertEquals("S256", query.get("code_challenge_method"));
    assertEquals(PUBLIC + "/api/v1/auth/oidc/acme/callback", query.get("redirect_uri"));
    for (String random : List.of("state", "nonce", "code_challenge")) {
      assertTrue(query.getOrDefault(random, "").matches("[\\w-]{43}"), random);
    }
  }

  @Test
  void whoeverIsNewGetsAnAccountAndIsKnownAgainByWhoTheyAreNotByTheirAddress() throws Exception {
    String subject = newSubject();
    String email = TestAuth.newEmail();
    SignedIn first = signIn("acme", subject, verified(email, Map.of("name", " Ada\u0007 L. ")));
    assertEquals(email, first.user().email());
    assertEquals("Ada  L.", first.user().name());
    assertEquals(
        first.user().id(),
        auth.ask(AuthMessages.GET_PROFILE, TestAuth.callerOf(first), new GetProfile()).id());
    assertEquals(
        List.of("user"),
        auth.select("SELECT kind FROM stream WHERE id = '" + first.user().id() + "'"));

    SignedIn again = signIn("acme", subject, verified(TestAuth.newEmail(), Map.of()));
    assertEquals(first.user(), again.user());
    assertNotEquals(TestAuth.sessionOf(first), TestAuth.sessionOf(again));
    auth.refresh(first);
    auth.refresh(again);
  }

  @Test
  void theSameSubjectAtTwoProvidersIsTwoPeople() throws Exception {
    String subject = newSubject();
    SignedIn acme = signIn("acme", subject, verified(TestAuth.newEmail(), Map.of()));
    SignedIn google = signIn("google", subject, verified(TestAuth.newEmail(), Map.of()));
    assertNotEquals(acme.user().id(), google.user().id());
  }

  @Test
  void anAccountWithoutANameIsCalledAsItsAddressBegins() throws Exception {
    SignedIn in =
        signIn("acme", newSubject(), verified("ada-" + newSubject() + "@example.org", Map.of()));
    assertTrue(in.user().name().startsWith("ada-"), in.user().name());
    String endless = "\uD83D\uDE00".repeat(300);
    SignedIn named =
        signIn("acme", newSubject(), verified(TestAuth.newEmail(), Map.of("name", endless)));
    assertEquals("\uD83D\uDE00".repeat(100), named.user().name());
  }

  @Test
  void anAccountOfAProviderHasNoPasswordToGuess() throws Exception {
    SignedIn in = signIn("acme", newSubject(), verified(TestAuth.newEmail(), Map.of()));
    assertEquals(
        Code.UNAUTHENTICATED,
        auth.refusal(
                AuthMessages.LOGIN,
                TestAuth.ANYONE,
                new Login(in.user().email(), TestAuth.PASSWORD))
            .code());
  }

  @Test
  void anAddressThatTheProviderDoesNotVouchForOpensNoAccount() throws Exception {
    String email = TestAuth.newEmail();
    for (Map<String, Object> claims :
        List.<Map<String, Object>>of(
            Map.of("email", email),
            Map.of("email", email, "email_verified", false),
            Map.of("email_verified", true),
            Map.of("email", "no address", "email_verified", true),
            Map.of())) {
      OidcBrowser ada = OidcBrowser.begin(auth, "acme");
      assertEquals(
          Code.FORBIDDEN,
          ada.refused(ada.signIn(provider, newSubject(), claims)).code(),
          claims.toString());
    }
    auth.register(email);
  }

  @Test
  void whoeverHasAnAccountProvesItFirstAndThenLinks() throws Exception {
    SignedIn owner = auth.register();
    String subject = newSubject();
    String shouted = owner.user().email().toUpperCase(Locale.ROOT);
    OidcBrowser browser = OidcBrowser.begin(auth, "acme");
    assertEquals(
        Code.CONFLICT,
        browser.refused(browser.signIn(provider, subject, verified(shouted, Map.of()))).code());

    link("acme", owner, subject);
    assertEquals(owner.user(), signIn("acme", subject, Map.of()).user());
    List<IdentityView> identities = identitiesOf(owner);
    assertEquals(List.of("acme"), identities.stream().map(IdentityView::provider).toList());
    auth.login(owner);
    link("acme", owner, subject);
    assertEquals(1, identitiesOf(owner).size());
  }

  @Test
  void anIdentityBelongsToOneAccount() throws Exception {
    SignedIn ada = auth.register();
    SignedIn eve = auth.register();
    String subject = newSubject();
    link("acme", ada, subject);
    OidcBrowser browser = OidcBrowser.beginLink(auth, "acme", eve);
    assertEquals(
        Code.CONFLICT, browser.refused(browser.signIn(provider, subject, Map.of())).code());
    assertEquals(List.of(), identitiesOf(eve));

    OidcBrowser second = OidcBrowser.beginLink(auth, "acme", ada);
    assertEquals(
        Code.CONFLICT, second.refused(second.signIn(provider, newSubject(), Map.of())).code());
    assertEquals(ada.user(), signIn("acme", subject, Map.of()).user());
  }

  @Test
  void aLinkIsNotMadeForASessionThatHasEnded() throws Exception {
    SignedIn ada = auth.register();
    OidcBrowser browser = OidcBrowser.beginLink(auth, "acme", ada);
    CompleteOidc back = browser.signIn(provider, newSubject(), Map.of());
    auth.ask(AuthMessages.LOGOUT_ALL, TestAuth.callerOf(ada), new LogoutAll());
    assertEquals(Code.FORBIDDEN, browser.refused(back).code());
    assertEquals(List.of(), identitiesOf(ada));
  }

  /** Whoever finds a session open would otherwise have a way in of their own. */
  @Test
  void aLinkIsNotMadeForASessionThatIsNotFresh() throws Exception {
    SignedIn ada = auth.register();
    OidcBrowser browser = OidcBrowser.beginLink(auth, "acme", ada);
    CompleteOidc back = browser.signIn(provider, newSubject(), Map.of());
    auth.ageSessions(ada);
    assertEquals(Code.FORBIDDEN, browser.refused(back).code());
    assertEquals(List.of(), identitiesOf(ada));
  }

  @Test
  void whereNobodyMayRegisterAProviderOpensNoAccountEither() throws Exception {
    TestAuth closed = TestAuth.start(new OidcSettings(PUBLIC, settings.clients(), false));
    String email = TestAuth.newEmail();
    OidcBrowser browser = OidcBrowser.begin(closed, "acme");
    CompleteOidc back = browser.signIn(provider, newSubject(), verified(email, Map.of()));
    assertEquals(Code.FORBIDDEN, browser.refused(back).code());
    assertEquals(List.of("0"), closed.select("SELECT count(*) FROM account"));
    closed.close();
  }

  @Test
  void aDisabledAccountIsNotSignedInToAndADeletedOneLeavesNoIdentity() throws Exception {
    String subject = newSubject();
    SignedIn in = signIn("acme", subject, verified(TestAuth.newEmail(), Map.of()));
    auth.select("SELECT disable_account('" + in.user().email() + "')");
    OidcBrowser browser = OidcBrowser.begin(auth, "acme");
    CompleteOidc back = browser.signIn(provider, subject, verified(in.user().email(), Map.of()));
    assertEquals(Code.CONFLICT, browser.refused(back).code());
    auth.select("SELECT enable_account('" + in.user().email() + "')");
    SignedIn again = signIn("acme", subject, Map.of());
    auth.ask(AuthMessages.DELETE_ACCOUNT, TestAuth.callerOf(again), new DeleteAccount());
    assertEquals(
        List.of("0"),
        auth.select("SELECT count(*) FROM identity WHERE account_id = '" + in.user().id() + "'"));
  }

  @Test
  void theLastWayInStays() throws Exception {
    SignedIn in = signIn("acme", newSubject(), verified(TestAuth.newEmail(), Map.of()));
    Caller owner = TestAuth.callerOf(in);
    assertEquals(
        Code.CONFLICT,
        auth.refusal(AuthMessages.REMOVE_IDENTITY, owner, new RemoveIdentity("acme")).code());
    String other = newSubject();
    link("google", in, other);
    auth.ask(AuthMessages.REMOVE_IDENTITY, owner, new RemoveIdentity("acme"));
    assertEquals(
        Code.NOT_FOUND,
        auth.refusal(AuthMessages.REMOVE_IDENTITY, owner, new RemoveIdentity("acme")).code());
    assertEquals(
        Code.CONFLICT,
        auth.refusal(AuthMessages.REMOVE_IDENTITY, owner, new RemoveIdentity("google")).code());
    assertEquals(in.user(), signIn("google", other, Map.of()).user());

    auth.database.execute(
        "UPDATE identity SET issuer = 'https://gone.example.org' WHERE subject = '" + other + "'");
    link("acme", in, newSubject());
    assertEquals(
        Code.CONFLICT,
        auth.refusal(AuthMessages.REMOVE_IDENTITY, owner, new RemoveIdentity("acme")).code());
  }

  @Test
  void whoeverHasAPasswordMayRemoveEveryIdentity() throws Exception {
    SignedIn ada = auth.register();
    String subject = newSubject();
    link("acme", ada, subject);
    auth.ask(AuthMessages.REMOVE_IDENTITY, TestAuth.callerOf(ada), new RemoveIdentity("acme"));
    assertEquals(List.of(), identitiesOf(ada));
    OidcBrowser browser = OidcBrowser.begin(auth, "acme");
    assertEquals(
        Code.CONFLICT,
        browser
            .refused(browser.signIn(provider, subject, verified(ada.user().email(), Map.of())))
            .code());
  }

  @Test
  void linkingAndListingNeedASignIn() {
    assertEquals(
        Code.UNAUTHENTICATED,
        auth.refusal(AuthMessages.LINK_OIDC, TestAuth.ANYONE, new LinkOidc("acme", null)).code());
    assertEquals(
        Code.UNAUTHENTICATED,
        auth.refusal(AuthMessages.LIST_IDENTITIES, TestAuth.ANYONE, new ListIdentities()).code());
    assertEquals(
        Code.UNAUTHENTICATED,
        auth.refusal(AuthMessages.REMOVE_IDENTITY, TestAuth.ANYONE, new RemoveIdentity("acme"))
            .code());
  }

  @Test
  void aSignInCompletesOnlyInTheBrowserThatBeganItAndOnce() throws Exception {
    OidcBrowser ada = OidcBrowser.begin(auth, "acme");
    OidcBrowser eve = OidcBrowser.begin(auth, "acme");
    CompleteOidc back = ada.signIn(provider, newSubject(), verified(TestAuth.newEmail(), Map.of()));
    String attempt = ada.start().attempt();
    String state = back.state();
    String forged = "A".repeat(43);
    for (CompleteOidc wrong :
        List.of(
            OidcBrowser.with(back, null, state),
            OidcBrowser.with(back, attempt, null),
            OidcBrowser.with(back, attempt, ""),
            OidcBrowser.with(back, attempt, forged),
            OidcBrowser.with(back, eve.start().attempt(), state),
            OidcBrowser.with(back, "", state),
            OidcBrowser.with(back, "%%%", state),
            OidcBrowser.with(back, attempt.substring(0, attempt.length() - 4) + "AAAA", state),
            new CompleteOidc("google", attempt, state, back.code(), null, null))) {
      assertEquals(Code.INVALID, ada.refused(wrong).code(), wrong.toString());
    }
    ada.completed(back);
    assertEquals(Code.INVALID, ada.refused(back).code());
  }

  @Test
  void ofTwoWhoCompleteAtOnceOneSucceeds() throws Exception {
    OidcBrowser ada = OidcBrowser.begin(auth, "acme");
    CompleteOidc back = ada.signIn(provider, newSubject(), verified(TestAuth.newEmail(), Map.of()));
    List<Future<OidcOutcome>> both =
        Stream.generate(() -> auth.bus.request(AuthMessages.COMPLETE_OIDC, TestAuth.ANYONE, back))
            .limit(2)
            .toList();
    Future.join(both).otherwiseEmpty().await(10, TimeUnit.SECONDS);
    assertEquals(1, both.stream().filter(Future::succeeded).count());
  }

  @Test
  void ofTwoWaysInRemovedAtOnceOneStays() throws Exception {
    SignedIn in = signIn("acme", newSubject(), verified(TestAuth.newEmail(), Map.of()));
    link("google", in, newSubject());
    Caller owner = TestAuth.callerOf(in);
    List<Future<Done>> both =
        Stream.of("acme", "google")
            .map(
                name ->
                    auth.bus.request(AuthMessages.REMOVE_IDENTITY, owner, new RemoveIdentity(name)))
            .toList();
    Future.join(both).otherwiseEmpty().await(10, TimeUnit.SECONDS);
    assertEquals(1, both.stream().filter(Future::succeeded).count());
    assertEquals(1, identitiesOf(in).size());
  }

  @Test
  void anAttemptExpiresAndIsForgottenAfterwards() throws Exception {
    OidcBrowser ada = OidcBrowser.begin(auth, "acme");
    SecretBox box = new SecretBox(TestAuth.SECRET);
    OidcAttempt fresh =
        OidcAttempt.of(
            box.open(
                "oidc-attempt",
                Buffer.buffer(Base64.getUrlDecoder().decode(ada.start().attempt()))));
    assertTrue(fresh.expiresAt().isBefore(Instant.now().plusSeconds(601)));
    String old =
        new OidcAttempts(box)
            .seal(
                new OidcAttempt(
                    "acme",
                    fresh.state(),
                    fresh.nonce(),
                    fresh.verifier(),
                    Instant.now().minusSeconds(1),
                    null,
                    null));
    CompleteOidc back = ada.signIn(provider, newSubject(), verified(TestAuth.newEmail(), Map.of()));
    assertEquals(Code.INVALID, ada.refused(OidcBrowser.with(back, old, back.state())).code());
    ada.completed(back);

    String used = "SELECT count(*) FROM oidc_attempt WHERE expires_at < now()";
    auth.database.execute("UPDATE oidc_attempt SET expires_at = now() - interval '61 minutes'");
    assertNotEquals(List.of("0"), auth.select(used));
    auth.database.purge(auth.vertx, PgIdentityStore.OUTLIVED_ATTEMPTS);
    assertEquals(List.of("0"), auth.select(used));
  }

  @Test
  void aCodeWorksOnce() throws Exception {
    OidcBrowser ada = OidcBrowser.begin(auth, "acme");
    CompleteOidc first =
        ada.signIn(provider, newSubject(), verified(TestAuth.newEmail(), Map.of()));
    ada.completed(first);
    OidcBrowser eve = OidcBrowser.begin(auth, "acme");
    CompleteOidc second = eve.signIn(provider, newSubject(), Map.of());
    assertEquals(
        Code.INVALID,
        eve.refused(
                new CompleteOidc(
                    "acme", second.attempt(), second.state(), first.code(), null, null))
            .code());
  }

  @Test
  void aStolenCodeIsWorthNothingWithoutTheVerifier() throws Exception {
    OidcBrowser ada = OidcBrowser.begin(auth, "acme");
    OidcBrowser eve = OidcBrowser.begin(auth, "acme");
    CompleteOidc stolen =
        ada.signIn(provider, newSubject(), verified(TestAuth.newEmail(), Map.of()));
    CompleteOidc own = eve.signIn(provider, newSubject(), Map.of());
    assertEquals(
        Code.INVALID,
        eve.refused(new CompleteOidc("acme", own.attempt(), own.state(), stolen.code(), null, null))
            .code());
  }

  @Test
  void aTokenOfAnotherNonceAudienceOrIssuerIsRefused() throws Exception {
    long now = Instant.now().getEpochSecond();
    for (Map<String, ?> wrong :
        List.of(
            Map.of("nonce", "A".repeat(43)),
            Map.of("aud", "somebody-else"),
            Map.of("iss", ProviderProcess.issuer(provider.port(), "google").toString()),
            Map.of("iat", now + 600))) {
      Map<String, Object> claims = new HashMap<>(verified(TestAuth.newEmail(), Map.of()));
      claims.putAll(wrong);
      OidcBrowser ada = OidcBrowser.begin(auth, "acme");
      assertEquals(
          Code.UNAUTHENTICATED,
          ada.refused(ada.signIn(provider, newSubject(), claims)).code(),
          wrong.toString());
    }
  }

  @Test
  void aNonceThatTheProviderNeverSawIsMissed() throws Exception {
    OidcBrowser ada = OidcBrowser.begin(auth, "acme");
    String url = ada.start().authorizationUrl().replaceAll("&nonce=[^&]*|nonce=[^&]*&", "");
    assertEquals(
        Code.UNAUTHENTICATED,
        ada.refused(
                ada.signIn(provider, url, newSubject(), verified(TestAuth.newEmail(), Map.of())))
            .code());
  }

  @Test
  void whatTheProviderRefusesIsSaidClearly() throws Exception {
    OidcBrowser ada = OidcBrowser.begin(auth, "acme");
    String state = OidcBrowser.query(URI.create(ada.start().authorizationUrl())).get("state");
    String attempt = ada.start().attempt();
    String issuer = ProviderProcess.issuer(provider.port(), "acme").toString();
    assertEquals(
        "You did not agree at the provider.",
        ada.refused(new CompleteOidc("acme", attempt, state, null, "access_denied", issuer))
            .detail());
    for (CompleteOidc wrong :
        List.of(
            new CompleteOidc("acme", attempt, state, "code", "<b>", null),
            new CompleteOidc("acme", attempt, state, null, null, issuer),
            new CompleteOidc("acme", attempt, state, "", null, issuer),
            new CompleteOidc("acme", attempt, state, "code", null, issuer + "x"))) {
      assertEquals(Code.INVALID, ada.refused(wrong).code());
      assertFalse(ada.refused(wrong).detail().contains("<b>"));
    }
  }

  @Test
  void anUnknownProviderIsNotFound() {
    assertEquals(
        Code.NOT_FOUND,
        auth.refusal(AuthMessages.BEGIN_OIDC, TestAuth.ANYONE, new BeginOidc("nobody", null))
            .code());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", " ", "boards", "//evil.example.org", "/\\evil.example.org", "\\\\evil", "/a\\b",
        "https://evil.example.org", "javascript:alert(1)", "/a b", "/a\tb", "/\t/evil",
            "/a\r\nSet-Cookie: x", "/ä"
      })
  void aBrowserIsSentBackToThisSiteOnly(String path) {
    assertEquals(
        Code.INVALID, assertThrows(Failure.class, () -> new BeginOidc("acme", path)).code());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/boards/1?open=%2F%2Fx&a=//b#top", "/~ada"})
  void aPathOfThisSiteComesBackWithTheSignIn(String path) throws Exception {
    OidcBrowser ada =
        new OidcBrowser(
            auth,
            "acme",
            auth.ask(AuthMessages.BEGIN_OIDC, TestAuth.ANYONE, new BeginOidc("acme", path)));
    CompleteOidc back = ada.signIn(provider, newSubject(), verified(TestAuth.newEmail(), Map.of()));
    assertEquals(path, ada.complete(back).returnPath());
  }

  @Test
  void anotherNodeCompletesWhatThisOneBegan() throws Exception {
    OidcBrowser ada = OidcBrowser.begin(auth, "acme");
    CompleteOidc back = ada.signIn(provider, newSubject(), verified(TestAuth.newEmail(), Map.of()));
    TestAuth other = TestAuth.nodeOn(auth.database);
    other.deploy(new SecretBox(TestAuth.SECRET), settings).await(20, TimeUnit.SECONDS);
    SignedIn in = new OidcBrowser(other, "acme", ada.start()).completed(back);
    auth.refresh(in);
    assertEquals(Code.INVALID, ada.refused(back).code());
    other.stop();
  }

  @Test
  void linkingAnswersWithoutANewSession() throws Exception {
    SignedIn ada = auth.register();
    OidcBrowser browser = OidcBrowser.beginLink(auth, "google", ada);
    assertNull(browser.complete(browser.signIn(provider, newSubject(), Map.of())).signedIn());
    assertEquals(
        List.of("1"),
        auth.select("SELECT count(*) FROM session WHERE account_id = '" + ada.user().id() + "'"));
  }

  private SignedIn signIn(String at, String subject, Map<String, ?> claims) throws Exception {
    OidcBrowser browser = OidcBrowser.begin(auth, at);
    return browser.completed(browser.signIn(provider, subject, claims));
  }

  private void link(String at, SignedIn owner, String subject) throws Exception {
    OidcBrowser browser = OidcBrowser.beginLink(auth, at, owner);
    browser.complete(browser.signIn(provider, subject, Map.of()));
  }

  private List<IdentityView> identitiesOf(SignedIn in) throws Exception {
    return auth.ask(AuthMessages.LIST_IDENTITIES, TestAuth.callerOf(in), new ListIdentities())
        .items();
  }

  private static Map<String, Object> verified(String email, Map<String, ?> more) {
    Map<String, Object> claims = new HashMap<>(more);
    claims.put("email", email);
    claims.put("email_verified", true);
    return claims;
  }

  private static String newSubject() {
    return UUID.randomUUID().toString();
  }
}
