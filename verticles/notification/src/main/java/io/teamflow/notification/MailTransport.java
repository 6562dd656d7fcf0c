package io.teamflow.notification;

import io.vertx.core.Future;

/** The way out for mails. */
interface MailTransport {
  /** Completes when somebody else took the mail over for good. */
  Future<Void> send(Mail mail);
}
