package io.teamflow.auth;

import io.teamflow.codecs.auth.AuthMessages;
import io.teamflow.codecs.auth.ConfirmTotp;
import io.teamflow.codecs.auth.DisableTotp;
import io.teamflow.codecs.auth.EnableTotp;
import io.teamflow.codecs.auth.RecoveryCodes;
import io.teamflow.codecs.auth.TotpSecret;
import io.teamflow.codecs.auth.UserView;
import io.teamflow.codecs.bus.Bus;
import io.teamflow.codecs.bus.Caller;
import io.teamflow.codecs.bus.Done;
import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.bus.Violation;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.commons.codec.binary.Base32;
import org.jspecify.annotations.Nullable;

/**
 * Answers the addresses about the second factor, and asks for it at sign-in. Too many wrong codes
 * stop codes for a while, but never recovery codes: nobody can lock somebody else out.
 */
final class SecondFactor {
  private static final int RECOVERY_CODES = 10;
  private static final int RECOVERY_CODE_BYTES = 10;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final PgSecondFactorStore factors;
  private final PgAccountStore accounts;
  private final SecretBox secrets;

  SecondFactor(PgSecondFactorStore factors, PgAccountStore accounts, SecretBox secrets) {
    this.factors = factors;
    this.accounts = accounts;
    this.secrets = secrets;
  }

  Future<?> serve(Bus bus) {
    return Future.all(
        bus.serve(AuthMessages.ENABLE_TOTP, this::enable),
        bus.serve(AuthMessages.CONFIRM_TOTP, this::confirm),
        bus.serve(AuthMessages.DISABLE_TOTP, this::disable));
  }

  private Future<TotpSecret> enable(Caller caller, EnableTotp command) {
    byte[] secret = Totp.newSecret();
    UUID account = caller.user();
    return unlessOn(account)
        .compose(
            user ->
                factors
                    .insertUnconfirmed(
                        account, caller.sessionId(), secrets.seal(place(account), secret))
                    .map(FreshSession::demand)
                    .map(_ -> Totp.toView(user.email(), secret)));
  }

  private Future<UserView> unlessOn(UUID account) {
    return accounts
        .find(account)
        .map(
            found -> {
              PgAccountStore.Found known = AccountHandlers.unlessGone(found);
              if (known.secondFactor()) {
                throw Failure.conflict("The second factor is on already. Take it away first.");
              }
              return known.user();
            });
  }

  private Future<RecoveryCodes> confirm(Caller caller, ConfirmTotp command) {
    List<String> codes =
        Stream.generate(SecondFactor::newRecoveryCode).limit(RECOVERY_CODES).toList();
    List<Buffer> hashes = codes.stream().map(OpaqueToken::hashOf).toList();
    UUID account = caller.user();
    return unlessOn(account)
        .compose(_ -> step(account, command.code(), false))
        .compose(
            step ->
                step.map(s -> factors.confirm(account, s, hashes, Origin.of(caller)))
                    .orElseThrow(
                        () ->
                            Failure.invalid(
                                List.of(
                                    new Violation("/code", "is not what the secret gives now")))))
        .map(
            confirmed -> {
              if (!confirmed) {
                throw Failure.conflict("The second factor is on already.");
              }
              return new RecoveryCodes(codes);
            });
  }

  private Future<Done> disable(Caller caller, DisableTotp command) {
    return factors
        .delete(caller.user(), caller.sessionId(), Origin.of(caller))
        .map(FreshSession::demand)
        .map(_ -> new Done());
  }

  /**
   * Lets a sign-in through whose password was right.
   *
   * @return false when the code is wrong; fails with UNAUTHENTICATED that points to the code when
   *     none was given
   */
  Future<Boolean> admit(UUID account, @Nullable String code, Origin origin) {
    if (code == null) {
      return Future.failedFuture(
          wanted("is needed: the one of your authenticator, or a recovery code"));
    }
    if (!code.matches("[0-9]{6}")) {
      return factors.useRecoveryCode(account, OpaqueToken.hashOf(normalized(code)), origin);
    }
    return step(account, code, true)
        .compose(
            step ->
                step.map(s -> factors.accept(account, s)).orElse(Future.succeededFuture(false)));
  }

  /** What a sign-in with the right password but without the right code is answered. */
  static Failure wanted(String detail) {
    return Failure.unauthenticated(
        "The account asks for a second factor.", List.of(new Violation("/code", detail)));
  }

  private Future<Optional<Long>> step(UUID account, String code, boolean confirmed) {
    return factors
        .attempt(account, confirmed)
        .map(
            attempt ->
                attempt.flatMap(
                    a -> {
                      if (!a.allowed()) {
                        throw Failure.limited(
                            "Too many wrong codes. Wait 15 minutes or use a recovery code.");
                      }
                      return Totp.stepOf(
                          code, secrets.open(place(account), a.secret()), Instant.now());
                    }));
  }

  private static String place(UUID account) {
    return "totp:" + account;
  }

  private static String newRecoveryCode() {
    byte[] bits = new byte[RECOVERY_CODE_BYTES];
    RANDOM.nextBytes(bits);
    return normalized(new Base32().encodeToString(bits));
  }

  private static String normalized(String code) {
    return code.replace("-", "").replace(" ", "").toLowerCase(Locale.ROOT);
  }
}
