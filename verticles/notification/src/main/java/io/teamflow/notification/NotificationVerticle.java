package io.teamflow.notification;

import io.teamflow.stream.database.Database;
import io.teamflow.stream.database.Purge;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.pgclient.PgConnectOptions;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends mails: looks once a second at what waits to be sent. */
public final class NotificationVerticle extends VerticleBase {
  private static final Logger log = LoggerFactory.getLogger(NotificationVerticle.class);
  private static final long PERIOD_MS = 1_000;

  private final PgConnectOptions database;
  private final MailSettings settings;
  private Future<Void> draining = Future.succeededFuture();
  private boolean silent;

  public NotificationVerticle(PgConnectOptions database, MailSettings settings) {
    this.database = database;
    this.settings = settings;
  }

  @Override
  public Future<?> start() {
    Database db = Database.open(vertx, database, 1, 1);
    PgMailStore mails = new PgMailStore(db);
    MailTransport transport =
        settings
            .smtp()
            .<MailTransport>map(server -> new SmtpTransport(vertx, server, settings.from()))
            .orElseGet(() -> new MailboxFolder(vertx, settings));
    Outbox outbox = new Outbox(mails, transport, new MailTexts(settings.publicUrl()));
    Purge purge = new Purge(vertx, db);
    purge.repeat("Expired tokens of mails", PgMailStore.OUTLIVED_TOKENS);
    purge.repeat("Registrations", PgMailStore.OUTLIVED_REGISTRATIONS);
    purge.repeat("Expired invitations", PgMailStore.OUTLIVED_INVITATIONS);
    return db.connect().onSuccess(_ -> begin(outbox));
  }

  private void begin(Outbox outbox) {
    vertx.setPeriodic(
        ThreadLocalRandom.current().nextLong(PERIOD_MS) + 1, PERIOD_MS, _ -> drain(outbox));
  }

  /** Ends what is being sent; a mail that was not, another node sends. */
  @Override
  public Future<?> stop() {
    return draining.timeout(5, TimeUnit.SECONDS).otherwiseEmpty();
  }

  /** One round at a time; an outage is said once. */
  private void drain(Outbox outbox) {
    if (!draining.isComplete()) {
      return;
    }
    draining =
        outbox
            .drain()
            .onSuccess(_ -> silent = false)
            .onFailure(
                error -> {
                  if (!silent) {
                    silent = true;
                    log.warn("The outbox of mails cannot be read: {}", error.getMessage());
                  }
                });
  }
}
