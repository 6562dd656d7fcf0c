package io.teamflow.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import io.teamflow.auth.oidc.OidcSettings;
import io.teamflow.codecs.auth.AuthMessages;
import io.teamflow.codecs.auth.ListKeys;
import io.teamflow.codecs.auth.Login;
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
import java.net.URI;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The auth verticle on a bus and a database of its own, and how tests speak to it. */
final class TestAuth implements AutoCloseable {
  static final Caller ANYONE = Caller.anonymous("127.0.0.1", "");
  static final String PASSWORD = "correct horse battery";
  static final byte[] SECRET = new byte[SecretBox.KEY_BYTES];

  private static final OidcSettings NO_PROVIDERS =
      new OidcSettings(URI.create("http://127.0.0.1:8080"), List.of(), true);

  final TestDatabase database;
  final Vertx vertx;
  final Bus bus;

  private TestAuth(TestDatabase database) {
    this.database = database;
    vertx = Vertx.vertx();
    bus = Bus.on(vertx);
  }

  static TestAuth start() throws Exception {
    return start(NO_PROVIDERS);
  }

  static TestAuth start(OidcSettings oidc) throws Exception {
    TestAuth auth = new TestAuth(TestDatabase.create());
    auth.deploy(new SecretBox(SECRET), oidc).await(20, TimeUnit.SECONDS);
    return auth;
  }

  /** Another node on the same database, not yet serving. */
  static TestAuth nodeOn(TestDatabase database) {
    return new TestAuth(database);
  }

  Future<String> deploy(SecretBox secretBox) {
    return deploy(secretBox, NO_PROVIDERS);
  }

  Future<String> deploy(SecretBox secretBox, OidcSettings oidc) {
    return vertx.deployVerticle(
        () -> new AuthVerticle(bus, database.options(), secretBox, oidc),
        new DeploymentOptions().setInstances(2));
  }

  /** Leaves the database to the other nodes on it. */
  void stop() throws TimeoutException {
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  @Override
  public void close() throws TimeoutException {
    stop();
    database.close();
  }

  static String newEmail() {
    return UUID.randomUUID() + "@example.org";
  }

  SignedIn register() throws Exception {
    return register(newEmail());
  }

  SignedIn register(String email) throws Exception {
    return ask(AuthMessages.REGISTER, ANYONE, new Register(email, PASSWORD, "Ada"));
  }

  SignedIn login(SignedIn in) throws Exception {
    return ask(AuthMessages.LOGIN, ANYONE, new Login(in.user().email(), PASSWORD));
  }

  SignedIn refresh(SignedIn in) throws Exception {
    return ask(AuthMessages.REFRESH, ANYONE, new Refresh(in.refreshToken()));
  }

  void refuseRefresh(SignedIn in) {
    assertEquals(
        Code.UNAUTHENTICATED,
        refusal(AuthMessages.REFRESH, ANYONE, new Refresh(in.refreshToken())).code());
  }

  /** A token as a mail would carry it; an hour of life. */
  String mint(String kind, String column, UUID owner) {
    String token = OpaqueToken.generate().text();
    database.execute(
        "INSERT INTO mail_token (hash, kind, %s, expires_at) VALUES ('\\x%s', '%s', '%s', now() + interval '1 hour')"
            .formatted(
                column,
                HexFormat.of().formatHex(OpaqueToken.hashOf(token).getBytes()),
                kind,
                owner));
    return token;
  }

  /** Makes the account's sessions as old as those that may not do everything any more. */
  void ageSessions(SignedIn in) {
    database.execute(
        "UPDATE session SET created_at = created_at - interval '16 minutes' WHERE account_id = '%s'"
            .formatted(in.user().id()));
  }

  JWKSet keys() throws Exception {
    return JWKSet.parse(ask(AuthMessages.LIST_KEYS, ANYONE, new ListKeys()).jwks());
  }

  static UUID sessionOf(SignedIn in) throws Exception {
    return UUID.fromString(
        SignedJWT.parse(in.accessToken()).getJWTClaimsSet().getStringClaim("sid"));
  }

  static Caller callerOf(SignedIn in) throws Exception {
    return new Caller(in.user().id(), sessionOf(in), "127.0.0.1", "");
  }

  <C extends Command, R extends Reply> R ask(Address<C, R> address, Caller caller, C command)
      throws Exception {
    return bus.request(address, caller, command).await(10, TimeUnit.SECONDS);
  }

  <C extends Command, R extends Reply> Failure refusal(
      Address<C, R> address, Caller caller, C command) {
    return assertThrows(Failure.class, () -> ask(address, caller, command));
  }

  /** The first column of a query, as text. */
  List<String> select(String sql) throws SQLException {
    return database.select(sql);
  }
}
