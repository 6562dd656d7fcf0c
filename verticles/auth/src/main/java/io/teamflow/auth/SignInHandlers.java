package io.teamflow.auth;

import com.github.f4b6a3.uuid.UuidCreator;
import io.teamflow.auth.PgAccountStore.Found;
import io.teamflow.codecs.auth.AuthMessages;
import io.teamflow.codecs.auth.EmailKey;
import io.teamflow.codecs.auth.Login;
import io.teamflow.codecs.auth.Refresh;
import io.teamflow.codecs.auth.Register;
import io.teamflow.codecs.auth.SignedIn;
import io.teamflow.codecs.auth.UserView;
import io.teamflow.codecs.bus.Bus;
import io.teamflow.codecs.bus.Caller;
import io.teamflow.codecs.bus.Failure;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Answers the addresses that begin a session or carry it on. */
final class SignInHandlers {
  private final PgAccountStore accounts;
  private final PgSessionStore sessions;
  private final PgAuditStore audit;
  private final Passwords passwords;
  private final SecondFactor secondFactor;
  private final SigningKeys keys;

  SignInHandlers(
      PgAccountStore accounts,
      PgSessionStore sessions,
      PgAuditStore audit,
      Passwords passwords,
      SecondFactor secondFactor,
      SigningKeys keys) {
    this.accounts = accounts;
    this.sessions = sessions;
    this.audit = audit;
    this.passwords = passwords;
    this.secondFactor = secondFactor;
    this.keys = keys;
  }

  Future<?> serve(Bus bus) {
    return Future.all(
        bus.serve(AuthMessages.REGISTER, this::register),
        bus.serve(AuthMessages.LOGIN, this::login),
        bus.serve(AuthMessages.REFRESH, this::refresh));
  }

  private Future<SignedIn> register(Caller caller, Register command) {
    CommonPasswords.refuse("/password", command.password());
    UserView user =
        new UserView(UuidCreator.getTimeOrderedEpoch(), command.email(), command.name());
    NewSession session = NewSession.begin(caller);
    return passwords
        .hash(command.password())
        .compose(hash -> accounts.insert(user, EmailKey.of(command.email()), hash, session))
        .map(_ -> keys.signIn(user, session.id(), session.refreshToken()));
  }

  private Future<SignedIn> login(Caller caller, Login command) {
    return accounts
        .findByEmail(EmailKey.of(command.email()))
        .compose(
            found ->
                passwords
                    .check(command.password(), found.flatMap(Found::passwordHash))
                    .compose(
                        check ->
                            found
                                .filter(_ -> check.matches())
                                .map(account -> admit(caller, command, account, check))
                                .orElseGet(
                                    () ->
                                        refuse(
                                            Audit.LOGIN,
                                            found.map(account -> account.user().id()).orElse(null),
                                            caller,
                                            wrong()))));
  }

  private Future<SignedIn> admit(
      Caller caller, Login command, Found account, Passwords.Check check) {
    if (!account.secondFactor()) {
      return begin(caller, account, check.replacement());
    }
    UUID id = account.user().id();
    return secondFactor
        .admit(id, command.code(), Origin.of(caller))
        .compose(
            right ->
                right
                    ? begin(caller, account, check.replacement())
                    : refuse(Audit.SECOND_FACTOR, id, caller, SecondFactor.wanted("is wrong")));
  }

  private <T> Future<T> refuse(
      Audit action, @Nullable UUID account, Caller caller, Failure failure) {
    return audit
        .insertRefusal(action, account, Origin.of(caller))
        .compose(_ -> Future.failedFuture(failure));
  }

  /** A sign-in is the one moment at which a hash of old parameters can be replaced. */
  private Future<SignedIn> begin(Caller caller, Found account, Optional<String> newHash) {
    NewSession session = NewSession.begin(caller);
    return newHash
        .map(hash -> accounts.updateHashIfUnchanged(account, hash).otherwiseEmpty())
        .orElse(Future.succeededFuture())
        .compose(_ -> sessions.insertIfPasswordVersion(account, session))
        .map(
            begun -> {
              if (!begun) {
                throw wrong();
              }
              return keys.signIn(account.user(), session.id(), session.refreshToken());
            });
  }

  private static Failure wrong() {
    return Failure.unauthenticated("E-mail or password is wrong.");
  }

  private Future<SignedIn> refresh(Caller caller, Refresh command) {
    OpaqueToken successor = OpaqueToken.generate();
    return sessions
        .rotate(OpaqueToken.hashOf(command.refreshToken()), successor, Origin.of(caller))
        .map(
            session ->
                session
                    .map(s -> keys.signIn(s.user(), s.sessionId(), successor))
                    .orElseThrow(() -> Failure.unauthenticated("Sign in again.")));
  }
}
