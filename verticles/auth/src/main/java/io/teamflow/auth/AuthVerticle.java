package io.teamflow.auth;

import io.teamflow.auth.oidc.OidcProviders;
import io.teamflow.auth.oidc.OidcSettings;
import io.teamflow.codecs.auth.AuthMessages;
import io.teamflow.codecs.auth.KeySet;
import io.teamflow.codecs.bus.Bus;
import io.teamflow.stream.database.Database;
import io.teamflow.stream.database.Purge;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.pgclient.PgConnectOptions;
import java.util.List;
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
  private final OidcSettings oidc;

  /**
   * @param secretBox seals the private signing keys; the same on every node of an installation
   * @param oidc the same on every node, too: a sign-in ends on another one than it began
   */
  public AuthVerticle(Bus bus, PgConnectOptions database, SecretBox secretBox, OidcSettings oidc) {
    this.bus = bus;
    this.database = database;
    this.secretBox = secretBox;
    this.oidc = oidc;
  }

  @Override
  public Future<?> start() {
    Database db = Database.open(vertx, database, 1, 1);
    PgAccountStore accounts = new PgAccountStore(db);
    PgSessionStore sessions = new PgSessionStore(db);
    PgTokenStore tokens = new PgTokenStore(db);
    PgTicketStore tickets = new PgTicketStore(db);
    PgAuditStore audit = new PgAuditStore(db);
    Passwords passwords = Passwords.on(vertx);
    SigningKeys keys = new SigningKeys(new PgKeyStore(db), secretBox);
    PgIdentityStore identities = new PgIdentityStore(db);
    OidcProviders providers = new OidcProviders(vertx, oidc);
    OidcAttempts attempts = new OidcAttempts(secretBox);
    SecondFactor secondFactor = new SecondFactor(new PgSecondFactorStore(db), accounts, secretBox);
    Runnable ended = () -> bus.hint(AuthMessages.SESSIONS_ENDED);
    vertx.setPeriodic(KEY_RELOAD_MS, _ -> reload(keys));
    purge(db);
    return db.connect()
        .compose(_ -> keys.load())
        .compose(
            _ ->
                Future.all(
                    List.of(
                        new SignInHandlers(accounts, sessions, audit, passwords, secondFactor, keys)
                            .serve(bus),
                        new SessionHandlers(sessions, ended).serve(bus),
                        new AccountHandlers(accounts, new PgDeletionStore(db), passwords, ended)
                            .serve(bus),
                        new ProofHandlers(new PgProofStore(db), passwords, ended).serve(bus),
                        new TokenHandlers(tokens, ended).serve(bus),
                        new TicketHandlers(tickets).serve(bus),
                        secondFactor.serve(bus),
                        new OidcHandlers(
                                providers, attempts, identities, keys, oidc.opensAccounts())
                            .serve(bus),
                        new IdentityHandlers(providers, identities).serve(bus),
                        bus.serve(AuthMessages.LIST_KEYS, (_, _) -> list(keys)))));
  }

  private static Future<KeySet> list(SigningKeys keys) {
    return Future.succeededFuture(new KeySet(keys.publicKeys()));
  }

  private void purge(Database db) {
    Purge purge = new Purge(vertx, db);
    purge.repeat("Revocations", PgRevocationStore.OUTLIVED);
    purge.repeat("Refresh tokens", PgSessionStore.OUTLIVED_TOKENS);
    purge.repeat("Ended sessions", PgSessionStore.OUTLIVED);
    purge.repeat("Attempts to sign in", PgIdentityStore.OUTLIVED_ATTEMPTS);
    purge.repeat("Expired personal tokens", PgTokenStore.OUTLIVED);
    purge.repeat("Expired tickets", PgTicketStore.OUTLIVED);
    purge.repeat("Audit entries", PgAuditStore.OUTLIVED);
  }

  private static void reload(SigningKeys keys) {
    keys.load().onFailure(error -> log.warn("The signing keys cannot be read again", error));
  }
}
