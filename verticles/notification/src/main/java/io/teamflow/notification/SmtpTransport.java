package io.teamflow.notification;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.mail.LoginOption;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.StartTLSOptions;
import java.net.URI;

/**
 * Hands mails to an SMTP server. A connection is encrypted, with the server's name checked, unless
 * the server is on this machine and the URI says {@code ?tls=none}.
 */
final class SmtpTransport implements MailTransport {
  private static final int CONNECTIONS = 4;
  private static final int SUBMISSION_PORT = 587;
  private static final int SMTPS_PORT = 465;

  private final MailClient client;
  private final String from;

  SmtpTransport(Vertx vertx, URI server, String from) {
    this(vertx, config(server), from);
  }

  SmtpTransport(Vertx vertx, MailConfig config, String from) {
    this.client = MailClient.create(vertx, config);
    this.from = from;
  }

  /** Package-private for tests, which add a certificate of their own. */
  static MailConfig config(URI server) {
    boolean smtps = "smtps".equals(server.getScheme());
    boolean plain = "tls=none".equals(server.getQuery());
    MailConfig config = new MailConfig();
    config
        .setHostname(server.getHost())
        .setPort(server.getPort() >= 0 ? server.getPort() : smtps ? SMTPS_PORT : SUBMISSION_PORT)
        .setSsl(smtps)
        .setStarttls(smtps || plain ? StartTLSOptions.DISABLED : StartTLSOptions.REQUIRED)
        .setHostnameVerificationAlgorithm(plain ? "" : "HTTPS")
        .setLogin(LoginOption.NONE)
        .setMaxPoolSize(CONNECTIONS)
        .setConnectTimeout(5_000)
        .setIdleTimeout(20);
    String user = server.getUserInfo();
    if (user != null) {
      int colon = user.indexOf(':');
      config
          .setLogin(LoginOption.REQUIRED)
          .setUsername(colon < 0 ? user : user.substring(0, colon))
          .setPassword(colon < 0 ? "" : user.substring(colon + 1));
    }
    return config;
  }

  @Override
  public Future<Void> send(Mail mail) {
    return client
        .sendMail(
            new MailMessage()
                .setFrom(from)
                .setTo(mail.to())
                .setSubject(mail.subject())
                .setText(mail.text()))
        .mapEmpty();
  }
}
