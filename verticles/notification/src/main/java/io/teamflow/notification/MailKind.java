package io.teamflow.notification;

import java.time.Duration;

/** Why a mail is sent, and how long its token is good. */
enum MailKind {
  VERIFY_EMAIL(Duration.ofHours(24)),
  CONFIRM_REGISTRATION(Duration.ofHours(24)),
  RESET_PASSWORD(Duration.ofMinutes(60)),
  INVITATION(Duration.ofDays(7)),
  PASSWORD_CHANGED(Duration.ZERO),
  NEW_SIGN_IN(Duration.ZERO);

  private final Duration tokenLifetime;

  MailKind(Duration tokenLifetime) {
    this.tokenLifetime = tokenLifetime;
  }

  boolean hasToken() {
    return !tokenLifetime.isZero();
  }

  Duration tokenLifetime() {
    return tokenLifetime;
  }
}
