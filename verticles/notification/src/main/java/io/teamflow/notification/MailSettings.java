package io.teamflow.notification;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How mails leave.
 *
 * @param smtp {@code smtp://user:password@host:port}, which upgrades to TLS, or {@code smtps://};
 *     absent: mails are kept in the mailbox
 * @param from the sender
 * @param mailbox the folder for mails that are kept
 * @param publicUrl where clients reach this installation; links begin with it
 */
public record MailSettings(Optional<URI> smtp, String from, Path mailbox, String publicUrl) {}
