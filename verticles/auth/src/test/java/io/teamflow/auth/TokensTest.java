package io.teamflow.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.teamflow.codecs.auth.AuthMessages;
import io.teamflow.codecs.auth.CreateToken;
import io.teamflow.codecs.auth.CreatedToken;
import io.teamflow.codecs.auth.FindGrant;
import io.teamflow.codecs.auth.Grant;
import io.teamflow.codecs.auth.ListTokens;
import io.teamflow.codecs.auth.Login;
import io.teamflow.codecs.auth.RevokeToken;
import io.teamflow.codecs.auth.SignedIn;
import io.teamflow.codecs.auth.TokenList;
import io.teamflow.codecs.auth.TokenView;
import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.bus.Failure.Code;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Personal access tokens: shown once, found by their hash, and gone when they are revoked. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TokensTest {
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
  void aTokenGrantsWhatItWasMadeForUntilItIsRevoked() throws Exception {
    SignedIn in = auth.register();
    CreatedToken token = create(in);
    Grant grant = auth.ask(AuthMessages.FIND_GRANT, TestAuth.ANYONE, find(token.token()));
    assertEquals(in.user().id(), grant.userId());
    assertEquals(List.of("tasks:read", "chat:write"), grant.scopes());
    TokenView listed = list(in).items().getFirst();
    assertEquals(token.view().id(), listed.id());
    assertTrue(listed.lastUsedAt() != null);
    auth.ask(AuthMessages.REVOKE_TOKEN, TestAuth.callerOf(in), new RevokeToken(token.view().id()));
    assertEquals(List.of(), list(in).items());
    assertEquals(
        Code.UNAUTHENTICATED,
        auth.refusal(AuthMessages.FIND_GRANT, TestAuth.ANYONE, find(token.token())).code());
    assertEquals(
        List.of("1"),
        auth.select(
            "SELECT count(*) FROM revocation WHERE session_id = '" + token.view().id() + "'"));
  }

  @Test
  void theTableHoldsNothingThatSignsIn() throws Exception {
    CreatedToken token = create(auth.register());
    assertTrue(token.token().startsWith("tfp_"));
    assertEquals(
        List.of("0"),
        auth.select(
            "SELECT count(*) FROM personal_token t WHERE t::text LIKE '%"
                + token.token().substring(4)
                + "%'"));
  }

  @Test
  void nobodyRevokesTheTokenOfAnother() throws Exception {
    CreatedToken token = create(auth.register());
    SignedIn eve = auth.register();
    assertEquals(
        Code.NOT_FOUND,
        auth.refusal(
                AuthMessages.REVOKE_TOKEN,
                TestAuth.callerOf(eve),
                new RevokeToken(token.view().id()))
            .code());
    auth.ask(AuthMessages.FIND_GRANT, TestAuth.ANYONE, find(token.token()));
    assertEquals(List.of(), list(eve).items());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "tasks", "tasks:", ":read", "account:read", "READ", "tasks:delete"})
  void aScopeThatDoesNotExistIsRefused(String scope) {
    Failure refused =
        assertThrows(Failure.class, () -> command(List.of("read", scope), in30Days()));
    assertEquals("/scopes/1", refused.violations().getFirst().pointer());
  }

  @Test
  void aTokenEndsWithinAYear() throws Exception {
    SignedIn in = auth.register();
    for (Instant wrong : List.of(Instant.now(), Instant.now().plus(Duration.ofDays(367)))) {
      assertEquals(
          "/expiresAt",
          auth.refusal(
                  AuthMessages.CREATE_TOKEN, TestAuth.callerOf(in), command(List.of("read"), wrong))
              .violations()
              .getFirst()
              .pointer());
    }
    CreatedToken token = create(in);
    auth.database.execute(
        "UPDATE personal_token SET expires_at = now() WHERE id = '" + token.view().id() + "'");
    assertEquals(
        Code.UNAUTHENTICATED,
        auth.refusal(AuthMessages.FIND_GRANT, TestAuth.ANYONE, find(token.token())).code());
  }

  @Test
  void onlyAFreshSessionMakesOne() throws Exception {
    SignedIn in = auth.register();
    auth.ageSessions(in);
    assertEquals(
        Code.FORBIDDEN,
        auth.refusal(
                AuthMessages.CREATE_TOKEN,
                TestAuth.callerOf(in),
                command(List.of("read"), in30Days()))
            .code());
  }

  @Test
  void anAccountHasAHundredAtMost() throws Exception {
    SignedIn in = auth.register();
    for (int i = 0; i < 100; i++) {
      create(in);
    }
    assertEquals(
        Code.CONFLICT,
        auth.refusal(
                AuthMessages.CREATE_TOKEN,
                TestAuth.callerOf(in),
                command(List.of("read"), in30Days()))
            .code());
  }

  @Test
  void aDisabledAccountHasNoWayIn() throws Exception {
    SignedIn in = auth.register();
    CreatedToken token = create(in);
    assertEquals(List.of("t"), auth.select("SELECT disable_account('" + in.user().email() + "')"));
    auth.refuseRefresh(in);
    assertEquals(
        Code.UNAUTHENTICATED,
        auth.refusal(AuthMessages.FIND_GRANT, TestAuth.ANYONE, find(token.token())).code());
    Login login = new Login(in.user().email(), TestAuth.PASSWORD);
    assertEquals(
        Code.UNAUTHENTICATED, auth.refusal(AuthMessages.LOGIN, TestAuth.ANYONE, login).code());
    auth.select("SELECT enable_account('" + in.user().email() + "')");
    auth.ask(AuthMessages.LOGIN, TestAuth.ANYONE, login);
  }

  private CreatedToken create(SignedIn in) throws Exception {
    return auth.ask(
        AuthMessages.CREATE_TOKEN,
        TestAuth.callerOf(in),
        command(List.of("tasks:read", "chat:write"), in30Days()));
  }

  private TokenList list(SignedIn in) throws Exception {
    return auth.ask(AuthMessages.LIST_TOKENS, TestAuth.callerOf(in), new ListTokens());
  }

  private static CreateToken command(List<String> scopes, Instant expiresAt) {
    return new CreateToken(UUID.randomUUID(), "build server", scopes, expiresAt);
  }

  private static Instant in30Days() {
    return Instant.now().plus(Duration.ofDays(30));
  }

  private static FindGrant find(String token) {
    return new FindGrant(
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(OpaqueToken.hashOf(token).getBytes()));
  }
}
