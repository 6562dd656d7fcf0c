package io.teamflow.cluster.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.teamflow.driver.ApiClient;
import io.teamflow.driver.NodeProcess;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every account operation of the contract against every attack that can be made on any of them, and
 * against those that are particular to it. An operation without a row fails the build.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccountAttackTest {
  private static final String PASSWORD = "correct horse battery";

  /** One of the contract's operations on accounts. */
  record Operation(String id, String method, String path, boolean forPeople, List<String> members) {
    @Override
    public String toString() {
      return id;
    }
  }

  /** An attack that is particular to an operation; fails when it succeeds. */
  private interface Attack {
    void make() throws Exception;
  }

  private final Map<String, Attack> attacks = attacks();
  private Nodes nodes;
  private NodeProcess node;
  private ApiClient victim;
  private ApiClient attacker;
  private String email = "";

  @BeforeAll
  void start() throws Exception {
    nodes = new Nodes();
    node = nodes.start(Map.of("TEAMFLOW_LIMITS_LOGINS_PER_MINUTE", "1000000")).awaitReady();
    victim = ApiClient.register(node.uri());
    attacker = ApiClient.register(node.uri());
    email = victim.get("/me").get("email").textValue();
  }

  @AfterAll
  void close() throws Exception {
    assertEquals(200, victim.send("GET", "/me", null, Map.of()).statusCode());
    victim.login(email, PASSWORD);
    assertTrue(!node.log().contains(" ERROR "), node.log());
    nodes.close();
  }

  static List<Operation> operations() throws Exception {
    List<Operation> operations = new ArrayList<>();
    Contract contract = Contract.read("openapi.yaml");
    for (Map.Entry<String, JsonNode> path : contract.at("/paths").properties()) {
      for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
        String tag = method.getValue().path("tags").path(0).asText();
        if (tag.equals("auth") || tag.equals("me")) {
          operations.add(operation(contract, path.getKey(), method.getKey(), method.getValue()));
        }
      }
    }
    assertTrue(operations.size() >= 20, operations.toString());
    return operations;
  }

  private static Operation operation(
      Contract contract, String path, String method, JsonNode operation) {
    List<String> members = new ArrayList<>();
    if (operation.has("requestBody")) {
      String body = operation.at("/requestBody/$ref").textValue().substring(1);
      String schema = contract.at(body).findPath("$ref").textValue().substring(1);
      contract.at(schema + "/properties").fieldNames().forEachRemaining(members::add);
    }
    return new Operation(
        operation.get("operationId").textValue(),
        method.toUpperCase(Locale.ROOT),
        path.substring("/api/v1".length()),
        operation.has("x-scope"),
        members);
  }

  @ParameterizedTest
  @MethodSource("operations")
  void nobodyUsesItWithoutASessionOfTheirOwn(Operation operation) throws Exception {
    if (!operation.forPeople()) {
      return; // open to everybody, and attacked below
    }
    ApiClient gone = ApiClient.register(node.uri());
    gone.send("POST", "/auth/logout", null, Map.of());
    Awaitility.await().until(() -> gone.send("GET", "/me", null, Map.of()).statusCode() == 401);
    JWTClaimsSet claims = SignedJWT.parse(victim.token()).getJWTClaimsSet();
    String signature = victim.token().substring(victim.token().lastIndexOf('.'));
    String forged = attacker.token().substring(0, attacker.token().lastIndexOf('.')) + signature;
    for (String token :
        List.of("", "garbage", new PlainJWT(claims).serialize(), forged, gone.token(), "tfp_x")) {
      assertEquals(401, send(victim.as(token), operation, "{}"), operation + " with " + token);
    }
    assertEquals(403, send(victim.as(programToken()), operation, "{}"), operation.toString());
  }

  @ParameterizedTest
  @MethodSource("operations")
  void badBodiesAreRefusedAndNothingBreaks(Operation operation) throws Exception {
    if (operation.members().isEmpty()) {
      return; // takes none
    }
    ApiClient user = ApiClient.register(node.uri());
    String path = operation.path().replace("{id}", UUID.randomUUID().toString());
    Map<String, String> headers = Map.of("If-Match", "\"1\"");
    List<String> bodies =
        new ArrayList<>(List.of("", "{", "[]", "null", "7", "[".repeat(5_000), "{\"x\":1}"));
    for (String member : operation.members()) {
      for (String value :
          List.of(
              "1",
              "true",
              "{}",
              "[[]]",
              "\"\\u0000\"",
              "\"\\ud800\"",
              "\"" + "x".repeat(900_000) + "\"")) {
        bodies.add("{\"" + member + "\":" + value + "}");
      }
    }
    for (String body : bodies) {
      HttpResponse<String> answer = user.send(operation.method(), path, body, headers);
      String told = operation + " " + body.substring(0, Math.min(body.length(), 60));
      assertTrue(answer.statusCode() >= 400 && answer.statusCode() < 500, told + answer.body());
      assertEquals(
          "application/problem+json", answer.headers().firstValue("Content-Type").orElse(""), told);
    }
    assertEquals(
        413,
        user.send(operation.method(), path, "\"" + "x".repeat(1_100_000) + "\"", headers)
            .statusCode());
    Map<String, String> text = Map.of("If-Match", "\"1\"", "Content-Type", "text/plain");
    assertEquals(415, user.send(operation.method(), path, "{}", text).statusCode());
  }

  @Test
  void everyOperationHasItsAttacks() throws Exception {
    Set<String> known = new TreeSet<>();
    operations().forEach(operation -> known.add(operation.id()));
    assertEquals(known, attacks.keySet());
  }

  @ParameterizedTest
  @MethodSource("operations")
  void itsOwnAttacksFail(Operation operation) throws Exception {
    Attack attack = attacks.get(operation.id());
    if (attack != null) {
      attack.make();
    }
  }

  private Map<String, Attack> attacks() {
    Map<String, Attack> rows = new TreeMap<>();
    rows.put("register", this::registerTwice);
    rows.put("login", this::tellAnAccountFromNone);
    rows.put("refresh", this::replayARefreshToken);
    rows.put("verifyEmail", () -> refuse(400, "POST", "/auth/email/verify", "{\"token\":\"x\"}"));
    rows.put("forgotPassword", this::tellAnAccountFromNoneByForgetting);
    rows.put("resetPassword", this::resetWithAForgedToken);
    rows.put("logout", () -> endsOnlyOwn("POST", "/auth/logout"));
    rows.put("logoutAll", () -> endsOnlyOwn("POST", "/auth/logout-all"));
    rows.put("listSessions", () -> showsOnlyOwn("/auth/sessions"));
    rows.put("revokeSession", this::revokeTheSessionOfAnother);
    rows.put("getMe", () -> showsOnlyOwn("/me"));
    rows.put(
        "patchMe", () -> setMembersOfOurs("{\"name\":\"A\",\"id\":\"" + victim.user() + "\"}"));
    rows.put("deleteMe", () -> endsOnlyOwn("DELETE", "/me"));
    rows.put("sendVerification", this::haveMailsSentToAnother);
    rows.put("changePassword", this::changeThePasswordWithoutKnowingIt);
    rows.put("enableTotp", () -> refuse(400, "POST", "/me/totp/confirm", "{\"code\":\"000000\"}"));
    rows.put("confirmTotp", () -> refuse(400, "POST", "/me/totp/confirm", "{\"code\":\"\"}"));
    rows.put("disableTotp", this::disableTheFactorOfAnother);
    rows.put("beginOidc", () -> refuse(404, "GET", "/auth/oidc/nobody", null));
    rows.put("completeOidc", this::comeBackFromNowhere);
    rows.put("listIdentities", () -> showsOnlyOwn("/me/identities"));
    rows.put("linkIdentity", () -> refuse(404, "POST", "/me/identities/nobody", null));
    rows.put("removeIdentity", () -> refuse(404, "DELETE", "/me/identities/acme", null));
    rows.put("listTokens", () -> showsOnlyOwn("/me/tokens"));
    rows.put("createToken", this::askForMoreThanThereIs);
    rows.put("revokeToken", this::revokeTheTokenOfAnother);
    return rows;
  }

  private void registerTwice() throws Exception {
    for (String spelling : List.of(email, email.toUpperCase(Locale.ROOT))) {
      String body = credentials(spelling, "another password").replace("}", ",\"name\":\"Eve\"}");
      refuse(409, "POST", "/auth/register", body);
    }
    victim.login(email, PASSWORD);
  }

  private void tellAnAccountFromNone() throws Exception {
    String known = problem("/auth/login", credentials(email, "wrong password"));
    String unknown = problem("/auth/login", credentials("nobody@example.org", "wrong password"));
    assertEquals(known, unknown);
  }

  private void tellAnAccountFromNoneByForgetting() throws Exception {
    for (String address : List.of(email, "nobody@example.org")) {
      HttpResponse<String> answer =
          attacker.send(
              "POST", "/auth/password/forgot", "{\"email\":\"" + address + "\"}", Map.of());
      assertEquals("202 ", answer.statusCode() + " " + answer.body());
    }
  }

  private void replayARefreshToken() throws Exception {
    JsonNode in =
        ApiClient.read(
            attacker.send("POST", "/auth/login", credentials(email, PASSWORD), Map.of()).body());
    String first = "{\"refreshToken\":\"" + in.get("refreshToken").textValue() + "\"}";
    String second = refreshed(first);
    refreshed(second);
    refuse(401, "POST", "/auth/refresh", first);
    refuse(401, "POST", "/auth/refresh", second);
  }

  private String refreshed(String body) throws Exception {
    HttpResponse<String> answer = attacker.send("POST", "/auth/refresh", body, Map.of());
    assertEquals(200, answer.statusCode(), answer.body());
    return "{\"refreshToken\":\""
        + ApiClient.read(answer.body()).get("refreshToken").textValue()
        + "\"}";
  }

  private void resetWithAForgedToken() throws Exception {
    refuse(
        400,
        "POST",
        "/auth/password/reset",
        "{\"token\":\"" + "A".repeat(43) + "\",\"password\":\"a new horse\"}");
    victim.login(email, PASSWORD);
  }

  private void revokeTheSessionOfAnother() throws Exception {
    String session = victim.get("/auth/sessions").get("items").get(0).get("id").textValue();
    refuse(404, "DELETE", "/auth/sessions/" + session, null);
    refuse(404, "DELETE", "/auth/sessions/not-an-id", null);
  }

  private void revokeTheTokenOfAnother() throws Exception {
    programToken();
    String token = victim.get("/me/tokens").get("items").get(0).get("id").textValue();
    refuse(404, "DELETE", "/me/tokens/" + token, null);
    assertTrue(victim.get("/me/tokens").toString().contains(token));
  }

  private void changeThePasswordWithoutKnowingIt() throws Exception {
    refuse(
        400,
        "POST",
        "/me/password",
        "{\"currentPassword\":\"a guess\",\"newPassword\":\"a new horse\"}");
  }

  private void haveMailsSentToAnother() throws Exception {
    ApiClient eve = ApiClient.register(node.uri());
    String own = eve.get("/me").get("email").textValue();
    Mailbox mailbox = new Mailbox(node.management());
    mailbox.awaitToken(own, "Confirm");
    eve.send("POST", "/me/verification", "{\"email\":\"" + email + "\"}", Map.of());
    Awaitility.await().until(() -> mailbox.count(own, "Confirm") == 2);
    assertEquals(1, mailbox.count(email, "Confirm"));
  }

  /** More is in OidcSignInTest and in the tests of the auth module. */
  private void comeBackFromNowhere() throws Exception {
    refuse(404, "GET", "/auth/oidc/nobody/callback?code=x&state=y", null);
    refuse(404, "GET", "/auth/oidc/..%2F..%2Fme/callback?code=x&state=y", null);
  }

  private void disableTheFactorOfAnother() throws Exception {
    ApiClient ada = ApiClient.register(node.uri());
    String secret =
        ApiClient.read(ada.send("POST", "/me/totp", null, Map.of()).body())
            .get("secret")
            .textValue();
    String code = "{\"code\":\"" + Authenticator.code(secret) + "\"}";
    assertEquals(200, ada.send("POST", "/me/totp/confirm", code, Map.of()).statusCode());
    attacker.send("DELETE", "/me/totp", null, Map.of());
    assertTrue(ada.get("/me").get("secondFactor").booleanValue());
  }

  private void askForMoreThanThereIs() throws Exception {
    for (String scope : List.of("account:read", "session", "*", "admin:tasks")) {
      refuse(400, "POST", "/me/tokens", token(scope, Duration.ofDays(1)));
    }
    refuse(400, "POST", "/me/tokens", token("read", Duration.ofDays(400)));
    refuse(400, "POST", "/me/tokens", token("read", Duration.ofDays(-1)));
  }

  private void setMembersOfOurs(String body) throws Exception {
    HttpResponse<String> answer = attacker.send("PATCH", "/me", body, Map.of("If-Match", "\"1\""));
    assertEquals(400, answer.statusCode(), answer.body());
  }

  private void showsOnlyOwn(String path) throws Exception {
    assertTrue(!attacker.get(path).toString().contains(victim.user().toString()));
    assertTrue(!attacker.get(path).toString().contains(email));
  }

  private void endsOnlyOwn(String method, String path) throws Exception {
    ApiClient eve = ApiClient.register(node.uri());
    assertEquals(204, eve.send(method, path, null, Map.of()).statusCode());
    Awaitility.await().until(() -> eve.send("GET", "/me", null, Map.of()).statusCode() == 401);
    assertEquals(200, victim.send("GET", "/me", null, Map.of()).statusCode());
  }

  private String programToken() throws Exception {
    HttpResponse<String> made =
        victim.send("POST", "/me/tokens", token("admin", Duration.ofDays(1)), Map.of());
    assertEquals(201, made.statusCode(), made.body());
    return ApiClient.read(made.body()).get("token").textValue();
  }

  private static String token(String scope, Duration life) {
    return "{\"name\":\"t\",\"scopes\":[\"%s\"],\"expiresAt\":\"%s\"}"
        .formatted(scope, Instant.now().plus(life));
  }

  private static String credentials(String address, String password) {
    return "{\"email\":\"" + address + "\",\"password\":\"" + password + "\"}";
  }

  /** What is told of a refusal, without the trace id, which is of the request. */
  private String problem(String path, String body) throws Exception {
    HttpResponse<String> answer = attacker.send("POST", path, body, Map.of());
    return answer.statusCode() + answer.body().replaceAll("\"traceId\":\"[0-9a-f]*\"", "");
  }

  private void refuse(int status, String method, String path, @Nullable String body)
      throws Exception {
    HttpResponse<String> answer = attacker.send(method, path, body, Map.of());
    assertEquals(status, answer.statusCode(), path + " " + answer.body());
  }

  private static int send(ApiClient client, Operation operation, String body) throws Exception {
    String path = operation.path().replaceFirst("\\{\\w+}", UUID.randomUUID().toString());
    boolean bodiless = operation.method().equals("GET") || operation.method().equals("DELETE");
    return client
        .send(operation.method(), path, bodiless ? null : body, Map.of("If-Match", "\"1\""))
        .statusCode();
  }
}
