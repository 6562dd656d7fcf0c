package io.teamflow.auth;

import com.github.f4b6a3.uuid.UuidCreator;
import io.teamflow.codecs.auth.AuthMessages;
import io.teamflow.codecs.auth.GetMe;
import io.teamflow.codecs.auth.KeySet;
import io.teamflow.codecs.auth.ListKeys;
import io.teamflow.codecs.auth.ListSessions;
import io.teamflow.codecs.auth.Login;
import io.teamflow.codecs.auth.Logout;
import io.teamflow.codecs.auth.LogoutAll;
import io.teamflow.codecs.auth.Refresh;
import io.teamflow.codecs.auth.Register;
import io.teamflow.codecs.auth.RevokeSession;
import io.teamflow.codecs.auth.SessionList;
import io.teamflow.codecs.auth.SignedIn;
import io.teamflow.codecs.auth.UserView;
import io.teamflow.codecs.bus.Bus;
import io.teamflow.codecs.bus.Caller;
import io.teamflow.codecs.bus.Done;
import io.teamflow.codecs.bus.Failure;
import io.teamflow.stream.database.Database;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.pgclient.PgConnectOptions;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves the auth addresses. Keeps the signing keys in memory, and nothing about anybody. */
public final class AuthVerticle extends VerticleBase {
  private static final Logger log = LoggerFactory.getLogger(AuthVerticle.class);

  /** Well below the minutes in which a new key is only published. */
  private static final long KEY_RELOAD_MS = 60_000;

  private final Bus bus;
  private final PgConnectOptions database;
  private final SecretBox secretBox;

  private PgAccountStore accounts;
  private PgSessionStore sessions;
  private SigningKeys keys;
  private Passwords passwords;

  /**
   * @param secretBox seals the private signing keys; the same on every node of an installation
   */
  @SuppressWarnings("NullAway.Init") // the rest is opened by start(), on the verticle's own loop
  public AuthVerticle(Bus bus, PgConnectOptions database, SecretBox secretBox) {
    this.bus = bus;
    this.database = database;
    this.secretBox = secretBox;
  }

  @Override
  public Future<?> start() {
    Database db = Database.open(vertx, database, 1, 1);
    accounts = new PgAccountStore(db);
    sessions = new PgSessionStore(db);
    keys = new SigningKeys(new PgKeyStore(db), secretBox);
    passwords = Passwords.on(vertx);
    vertx.setPeriodic(KEY_RELOAD_MS, _ -> reloadKeys());
    return keys.load()
        .compose(
            _ ->
                Future.all(
                    List.of(
                        bus.serve(AuthMessages.REGISTER, this::register),
                        bus.serve(AuthMessages.LOGIN, this::login),
                        bus.serve(AuthMessages.REFRESH, this::refresh),
                        bus.serve(AuthMessages.LOGOUT, this::logout),
                        bus.serve(AuthMessages.LOGOUT_ALL, this::logoutAll),
                        bus.serve(AuthMessages.LIST_SESSIONS, this::listSessions),
                        bus.serve(AuthMessages.REVOKE_SESSION, this::revokeSession),
                        bus.serve(AuthMessages.GET_ME, this::getMe),
                        bus.serve(AuthMessages.LIST_KEYS, this::listKeys))));
  }

  private void reloadKeys() {
    keys.load().onFailure(error -> log.warn("The signing keys cannot be read again", error));
  }

  private Future<SignedIn> register(Caller caller, Register command) {
    CommonPasswords.refuse("/password", command.password());
    UserView user =
        new UserView(UuidCreator.getTimeOrderedEpoch(), command.email(), command.name());
    NewSession session = NewSession.begin(caller);
    return passwords
        .hash(command.password())
        .compose(hash -> accounts.insert(user, EmailKey.of(command.email()), hash, session))
        .map(_ -> signedIn(user, session.id(), session.refreshToken()));
  }

  private Future<SignedIn> login(Caller caller, Login command) {
    return accounts
        .findByEmail(EmailKey.of(command.email()))
        .compose(
            found ->
                passwords
                    .check(command.password(), found.map(PgAccountStore.Found::passwordHash))
                    .compose(check -> admit(found, check)))
        .compose(
            user -> {
              NewSession session = NewSession.begin(caller);
              return sessions
                  .insert(user.id(), session)
                  .map(_ -> signedIn(user, session.id(), session.refreshToken()));
            });
  }

  /** A sign-in is the one moment at which a hash of old parameters can be replaced. */
  private Future<UserView> admit(Optional<PgAccountStore.Found> found, Passwords.Check check) {
    PgAccountStore.Found account =
        found
            .filter(_ -> check.matches())
            .orElseThrow(() -> Failure.unauthenticated("E-mail or password is wrong."));
    return check
        .replacement()
        .map(hash -> accounts.updateHashIfUnchanged(account, hash).otherwiseEmpty())
        .orElse(Future.succeededFuture())
        .map(account.user());
  }

  private Future<SignedIn> refresh(Caller caller, Refresh command) {
    RefreshToken successor = RefreshToken.generate();
    return sessions
        .rotate(RefreshToken.hashOf(command.refreshToken()), successor, caller.remoteAddress())
        .map(
            session ->
                session
                    .map(s -> signedIn(s.user(), s.sessionId(), successor))
                    .orElseThrow(() -> Failure.unauthenticated("Sign in again.")));
  }

  /** Of a session that is gone already, too: it has ended, as asked for. */
  private Future<Done> logout(Caller caller, Logout command) {
    UUID session = caller.sessionId();
    return session == null
        ? Future.failedFuture(Failure.unauthenticated("Sign in first."))
        : sessions.revoke(caller.user(), session).map(_ -> new Done());
  }

  private Future<Done> logoutAll(Caller caller, LogoutAll command) {
    return sessions.revokeAll(caller.user()).map(_ -> new Done());
  }

  private Future<SessionList> listSessions(Caller caller, ListSessions command) {
    return sessions.list(caller.user(), caller.sessionId()).map(SessionList::new);
  }

  private Future<Done> revokeSession(Caller caller, RevokeSession command) {
    return sessions
        .revoke(caller.user(), command.sessionId())
        .map(
            found -> {
              if (!found) {
                throw Failure.notFound("session");
              }
              return new Done();
            });
  }

  private Future<UserView> getMe(Caller caller, GetMe command) {
    return accounts
        .find(caller.user())
        .map(user -> user.orElseThrow(() -> Failure.unauthenticated("The account is gone.")));
  }

  private Future<KeySet> listKeys(Caller caller, ListKeys command) {
    return Future.succeededFuture(new KeySet(keys.publicKeys()));
  }

  private SignedIn signedIn(UserView user, UUID session, RefreshToken refreshToken) {
    return new SignedIn(
        user,
        keys.issue(user.id(), session),
        (int) SigningKeys.TOKEN_LIFETIME.toSeconds(),
        refreshToken.text());
  }
}
