package io.teamflow.notification;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what waits. Workers of all nodes take mails from the same table, never the same one; what
 * cannot be sent waits longer each time and is given up after {@value #ATTEMPTS_MAX} tries.
 */
final class Outbox {
  private static final Logger log = LoggerFactory.getLogger(Outbox.class);
  private static final int IN_FLIGHT = 4;
  private static final int ATTEMPTS_MAX = 10;
  private static final long SEND_SECONDS = 30;
  private static final Duration FIRST_WAIT = Duration.ofSeconds(5);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);

  /** Nobody's mailbox is flooded by asking again and again. */
  private static final int RESETS_PER_HOUR = 5;

  /** Of one address, whoever invites it; more of them wait. */
  private static final int INVITATIONS_PER_HOUR = 5;

  private final PgMailStore mails;
  private final MailTransport transport;
  private final MailTexts texts;

  Outbox(PgMailStore mails, MailTransport transport, MailTexts texts) {
    this.mails = mails;
    this.transport = transport;
    this.texts = texts;
  }

  /** Sends everything that is due, a few at a time. */
  Future<Void> drain() {
    return mails
        .claim(IN_FLIGHT)
        .compose(
            claimed ->
                claimed.isEmpty()
                    ? Future.succeededFuture()
                    : Future.join(claimed.stream().map(this::process).toList())
                        .compose(_ -> drain()));
  }

  private Future<Void> process(WaitingMail mail) {
    if (mail.kind() == MailKind.INVITATION && mail.recent() >= INVITATIONS_PER_HOUR) {
      return mails.postpone(mail.id(), Duration.ofHours(1));
    }
    return compose(mail)
        .compose(
            text ->
                text.map(m -> transport.send(m).timeout(SEND_SECONDS, TimeUnit.SECONDS))
                    .orElse(Future.succeededFuture()))
        .compose(_ -> mails.delete(mail.id()), error -> failed(mail, error));
  }

  /**
   * The mail, with a token of its own where it needs one; empty when there is nobody to write to.
   */
  private Future<Optional<Mail>> compose(WaitingMail mail) {
    String to = mail.email();
    if (to == null
        || (mail.kind() == MailKind.RESET_PASSWORD && mail.recent() >= RESETS_PER_HOUR)) {
      return Future.succeededFuture(Optional.empty());
    }
    if (mail.kind() == MailKind.CONFIRM_REGISTRATION && mail.known()) {
      return Future.succeededFuture(Optional.of(texts.alreadyRegistered(to)));
    }
    if (!mail.kind().hasToken()) {
      return Future.succeededFuture(Optional.of(notice(mail, to)));
    }
    MailToken token = MailToken.generate();
    return mails.insertToken(token, mail).map(_ -> Optional.of(withToken(mail.kind(), to, token)));
  }

  private Mail withToken(MailKind kind, String to, MailToken token) {
    return switch (kind) {
      case VERIFY_EMAIL -> texts.verifyEmail(to, token);
      case CONFIRM_REGISTRATION -> texts.confirmRegistration(to, token);
      case RESET_PASSWORD -> texts.resetPassword(to, token);
      case INVITATION -> texts.invitation(to, token);
      case PASSWORD_CHANGED, NEW_SIGN_IN -> throw new IllegalArgumentException(kind.name());
    };
  }

  private Mail notice(WaitingMail mail, String to) {
    return mail.kind() == MailKind.PASSWORD_CHANGED
        ? texts.passwordChanged(to)
        : texts.newSignIn(to, mail.detail());
  }

  private Future<Void> failed(WaitingMail mail, Throwable error) {
    if (mail.attempts() >= ATTEMPTS_MAX) {
      log.error("A mail ({}) was given up after {} tries", mail.kind(), ATTEMPTS_MAX, error);
      return mails.delete(mail.id());
    }
    Duration wait = waitAfter(mail.attempts());
    log.warn(
        "A mail ({}) cannot be sent, try {}; the next in {} s: {}",
        mail.kind(),
        mail.attempts(),
        wait.toSeconds(),
        error.getMessage());
    return mails.postpone(mail.id(), wait);
  }

  /** Doubles with each try. */
  static Duration waitAfter(int attempts) {
    Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(attempts - 1, 20));
    return wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
  }
}
