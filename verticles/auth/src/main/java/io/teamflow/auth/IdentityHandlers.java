package io.teamflow.auth;

import io.teamflow.auth.oidc.OidcProviders;
import io.teamflow.codecs.auth.AuthMessages;
import io.teamflow.codecs.auth.IdentityList;
import io.teamflow.codecs.auth.ListIdentities;
import io.teamflow.codecs.auth.RemoveIdentity;
import io.teamflow.codecs.bus.Bus;
import io.teamflow.codecs.bus.Caller;
import io.teamflow.codecs.bus.Done;
import io.teamflow.codecs.bus.Failure;
import io.vertx.core.Future;

/** Answers the addresses that show and unlink the identities of an account. */
final class IdentityHandlers {
  private final OidcProviders providers;
  private final PgIdentityStore identities;

  IdentityHandlers(OidcProviders providers, PgIdentityStore identities) {
    this.providers = providers;
    this.identities = identities;
  }

  Future<?> serve(Bus bus) {
    return Future.all(
        bus.serve(AuthMessages.LIST_IDENTITIES, this::list),
        bus.serve(AuthMessages.REMOVE_IDENTITY, this::remove));
  }

  private Future<IdentityList> list(Caller caller, ListIdentities command) {
    return identities.list(caller.user()).map(IdentityList::new);
  }

  private Future<Done> remove(Caller caller, RemoveIdentity command) {
    return identities
        .deleteIfNotTheOnlyWayIn(
            caller.user(), command.provider(), providers.issuers(), Origin.of(caller))
        .map(
            removed ->
                switch (removed) {
                  case DONE -> new Done();
                  case ABSENT -> throw Failure.notFound("identity");
                  case ONLY_WAY_IN ->
                      throw Failure.conflict(
                          "It is the only way into your account. Set a password first.");
                });
  }
}
