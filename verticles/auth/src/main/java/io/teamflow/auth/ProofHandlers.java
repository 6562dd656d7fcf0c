package io.teamflow.auth;

import io.teamflow.codecs.auth.AskToRegister;
import io.teamflow.codecs.auth.AuthMessages;
import io.teamflow.codecs.auth.EmailKey;
import io.teamflow.codecs.auth.ForgotPassword;
import io.teamflow.codecs.auth.ResetPassword;
import io.teamflow.codecs.auth.SendVerification;
import io.teamflow.codecs.auth.VerifyEmail;
import io.teamflow.codecs.bus.Bus;
import io.teamflow.codecs.bus.Caller;
import io.teamflow.codecs.bus.Done;
import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.bus.Violation;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/** Answers the addresses that prove an e-mail address, or help who forgot the password. */
final class ProofHandlers {
  private final PgProofStore proofs;
  private final Passwords passwords;
  private final Runnable ended;

  /**
   * @param ended is told after sessions ended
   */
  ProofHandlers(PgProofStore proofs, Passwords passwords, Runnable ended) {
    this.proofs = proofs;
    this.passwords = passwords;
    this.ended = ended;
  }

  Future<?> serve(Bus bus) {
    return Future.all(
        bus.serve(AuthMessages.ASK_TO_REGISTER, this::askToRegister),
        bus.serve(AuthMessages.SEND_VERIFICATION, this::sendVerification),
        bus.serve(AuthMessages.VERIFY_EMAIL, this::verifyEmail),
        bus.serve(AuthMessages.FORGOT_PASSWORD, this::forgotPassword),
        bus.serve(AuthMessages.RESET_PASSWORD, this::resetPassword));
  }

  private Future<Done> askToRegister(Caller caller, AskToRegister command) {
    CommonPasswords.refuse("/password", command.password());
    return passwords
        .hash(command.password())
        .compose(hash -> proofs.insertRegistration(command, EmailKey.of(command.email()), hash))
        .map(_ -> new Done());
  }

  private Future<Done> sendVerification(Caller caller, SendVerification command) {
    return proofs.insertVerification(caller.user()).map(_ -> new Done());
  }

  private Future<Done> verifyEmail(Caller caller, VerifyEmail command) {
    Buffer hash = OpaqueToken.hashOf(command.token());
    Origin origin = Origin.of(caller);
    return proofs
        .verify(hash, origin)
        .compose(
            verified ->
                verified ? Future.succeededFuture(true) : proofs.openRegistered(hash, origin))
        .map(ProofHandlers::done);
  }

  private Future<Done> forgotPassword(Caller caller, ForgotPassword command) {
    return proofs.insertReset(EmailKey.of(command.email())).map(_ -> new Done());
  }

  private Future<Done> resetPassword(Caller caller, ResetPassword command) {
    CommonPasswords.refuse("/password", command.password());
    Buffer hash = OpaqueToken.hashOf(command.token());
    return proofs
        .provesReset(hash)
        .compose(
            proves ->
                proves ? passwords.hash(command.password()) : Future.failedFuture(provesNothing()))
        .compose(password -> proofs.resetPassword(hash, password, Origin.of(caller)))
        .onSuccess(_ -> ended.run())
        .map(ProofHandlers::done);
  }

  private static Done done(boolean proved) {
    if (!proved) {
      throw provesNothing();
    }
    return new Done();
  }

  private static Failure provesNothing() {
    return Failure.invalid(
        List.of(new Violation("/token", "is wrong, used or expired; ask for another mail")));
  }
}
