package io.teamflow.auth;

import io.teamflow.auth.oidc.OidcAttempt;
import io.teamflow.auth.oidc.OidcIdentity;
import io.teamflow.auth.oidc.OidcProvider;
import io.teamflow.auth.oidc.OidcProviders;
import io.teamflow.codecs.auth.AuthMessages;
import io.teamflow.codecs.auth.BeginOidc;
import io.teamflow.codecs.auth.CompleteOidc;
import io.teamflow.codecs.auth.EmailKey;
import io.teamflow.codecs.auth.LinkOidc;
import io.teamflow.codecs.auth.OidcOutcome;
import io.teamflow.codecs.auth.OidcStart;
import io.teamflow.codecs.auth.SignedIn;
import io.teamflow.codecs.auth.UserView;
import io.teamflow.codecs.bus.Bus;
import io.teamflow.codecs.bus.Caller;
import io.teamflow.codecs.bus.Failure;
import io.vertx.core.Future;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Answers the addresses that sign people in at OpenID providers. An account is found by who
 * somebody is at the provider, never by an e-mail address: whoever has an account proves that
 * first, and links.
 */
final class OidcHandlers {
  private final OidcProviders providers;
  private final OidcAttempts attempts;
  private final PgIdentityStore identities;
  private final SigningKeys keys;
  private final boolean opensAccounts;

  OidcHandlers(
      OidcProviders providers,
      OidcAttempts attempts,
      PgIdentityStore identities,
      SigningKeys keys,
      boolean opensAccounts) {
    this.providers = providers;
    this.attempts = attempts;
    this.identities = identities;
    this.keys = keys;
    this.opensAccounts = opensAccounts;
  }

  Future<?> serve(Bus bus) {
    return Future.all(
        bus.serve(AuthMessages.BEGIN_OIDC, this::begin),
        bus.serve(AuthMessages.LINK_OIDC, this::link),
        bus.serve(AuthMessages.COMPLETE_OIDC, this::complete));
  }

  private Future<OidcStart> begin(Caller caller, BeginOidc command) {
    return begin(command.provider(), command.returnPath(), null);
  }

  private Future<OidcStart> link(Caller caller, LinkOidc command) {
    UUID session = caller.sessionId();
    if (session == null) {
      throw Failure.unauthenticated("Sign in first.");
    }
    return begin(
        command.provider(), command.returnPath(), new OidcAttempt.Link(caller.user(), session));
  }

  private Future<OidcStart> begin(
      String provider, @Nullable String returnPath, OidcAttempt.@Nullable Link link) {
    OidcAttempt attempt = OidcAttempt.begin(provider, returnPath, link);
    return providers
        .named(provider)
        .authorizationUrl(attempt)
        .map(url -> new OidcStart(url.toString(), attempts.seal(attempt)));
  }

  private Future<OidcOutcome> complete(Caller caller, CompleteOidc command) {
    OidcProvider provider = providers.named(command.provider());
    OidcAttempt attempt = attempts.open(command);
    String code = code(provider, command);
    return identities
        .insertAttemptOnce(attempt)
        .compose(
            first ->
                first
                    ? provider.identify(attempt, code)
                    : Future.failedFuture(OidcAttempts.notBegunHere()))
        .compose(
            identity ->
                attempt.link() == null
                    ? signIn(caller, provider, identity)
                        .map(in -> new OidcOutcome(in, attempt.returnPath()))
                    : link(caller, attempt.link(), provider, identity)
                        .map(_ -> new OidcOutcome(null, attempt.returnPath())));
  }

  private static String code(OidcProvider provider, CompleteOidc command) {
    if (command.error() != null) {
      throw Failure.invalid(
          command.error().equals("access_denied")
              ? "You did not agree at the provider."
              : "The provider did not sign you in. Start the sign-in again.");
    }
    if (command.issuer() != null && !command.issuer().equals(provider.issuer())) {
      throw Failure.invalid("Another provider answered. Start the sign-in again.");
    }
    if (command.code() == null || command.code().isBlank()) {
      throw Failure.invalid("The provider gave no code. Start the sign-in again.");
    }
    return command.code();
  }

  private Future<SignedIn> signIn(Caller caller, OidcProvider provider, OidcIdentity identity) {
    NewSession session = NewSession.begin(caller);
    return identities
        .insertSession(identity, session)
        .compose(
            known ->
                known
                    .map(Future::succeededFuture)
                    .orElseGet(() -> register(provider, identity, session)))
        .map(user -> keys.signIn(user, session.id(), session.refreshToken()));
  }

  private Future<UserView> register(
      OidcProvider provider, OidcIdentity identity, NewSession session) {
    if (!opensAccounts) {
      throw Failure.forbidden("Nobody can register here. Ask for an invitation.");
    }
    UserView user = NewUser.of(identity);
    return identities
        .insertAccount(user, EmailKey.of(user.email()), provider.name(), identity, session)
        .map(user);
  }

  private Future<Void> link(
      Caller caller, OidcAttempt.Link link, OidcProvider provider, OidcIdentity identity) {
    return identities
        .linkIfSessionFresh(link, provider.name(), identity, Origin.of(caller))
        .map(
            linked ->
                switch (linked) {
                  case DONE -> null;
                  case SESSION_NOT_FRESH -> throw FreshSession.missing();
                  case BELONGS_TO_ANOTHER ->
                      throw Failure.conflict("This identity signs in to another account.");
                });
  }
}
