package io.teamflow.auth;

import io.teamflow.codecs.auth.AuthMessages;
import io.teamflow.codecs.auth.CreateToken;
import io.teamflow.codecs.auth.CreatedToken;
import io.teamflow.codecs.auth.FindGrant;
import io.teamflow.codecs.auth.Grant;
import io.teamflow.codecs.auth.ListTokens;
import io.teamflow.codecs.auth.RevokeToken;
import io.teamflow.codecs.auth.TokenList;
import io.teamflow.codecs.bus.Bus;
import io.teamflow.codecs.bus.Caller;
import io.teamflow.codecs.bus.Done;
import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.bus.Violation;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;

/** Answers the addresses about personal access tokens. */
final class TokenHandlers {
  /** So that a leaked one is found by whoever scans for it, and told from a session's token. */
  private static final String PREFIX = "tfp_";

  private final PgTokenStore tokens;
  private final Runnable ended;

  /**
   * @param ended is told after a token was revoked
   */
  TokenHandlers(PgTokenStore tokens, Runnable ended) {
    this.tokens = tokens;
    this.ended = ended;
  }

  Future<?> serve(Bus bus) {
    return Future.all(
        bus.serve(AuthMessages.CREATE_TOKEN, this::create),
        bus.serve(AuthMessages.LIST_TOKENS, this::list),
        bus.serve(AuthMessages.REVOKE_TOKEN, this::revoke),
        bus.serve(AuthMessages.FIND_GRANT, this::findGrant));
  }

  private Future<CreatedToken> create(Caller caller, CreateToken command) {
    Instant now = Instant.now();
    if (!command.expiresAt().isAfter(now)
        || command.expiresAt().isAfter(now.plus(CreateToken.LIFETIME_MAX))) {
      throw Failure.invalid(
          List.of(new Violation("/expiresAt", "must lie in the future, at most a year from now")));
    }
    String text = PREFIX + OpaqueToken.generate().text();
    return tokens
        .insert(
            caller.user(), caller.sessionId(), command, OpaqueToken.hashOf(text), Origin.of(caller))
        .map(view -> new CreatedToken(view, text));
  }

  private Future<TokenList> list(Caller caller, ListTokens command) {
    return tokens.list(caller.user()).map(TokenList::new);
  }

  private Future<Done> revoke(Caller caller, RevokeToken command) {
    return tokens
        .delete(caller.user(), command.tokenId(), Origin.of(caller))
        .onSuccess(_ -> ended.run())
        .map(
            found -> {
              if (!found) {
                throw Failure.notFound("token");
              }
              return new Done();
            });
  }

  private Future<Grant> findGrant(Caller caller, FindGrant command) {
    return tokens
        .findByHash(OpaqueToken.hashOfEncoded(command.hash()))
        .map(
            found ->
                found.orElseThrow(
                    () -> Failure.unauthenticated("The access token is wrong or expired.")));
  }
}
