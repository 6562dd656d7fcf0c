package io.teamflow.gateway.http;

import com.github.f4b6a3.uuid.UuidCreator;
import io.teamflow.codecs.auth.AuthMessages;
import io.teamflow.codecs.auth.ChangePassword;
import io.teamflow.codecs.auth.ConfirmTotp;
import io.teamflow.codecs.auth.CreateToken;
import io.teamflow.codecs.auth.DeleteAccount;
import io.teamflow.codecs.auth.DisableTotp;
import io.teamflow.codecs.auth.EnableTotp;
import io.teamflow.codecs.auth.GetProfile;
import io.teamflow.codecs.auth.ListTokens;
import io.teamflow.codecs.auth.PatchProfile;
import io.teamflow.codecs.auth.RevokeToken;
import io.teamflow.codecs.auth.SendVerification;
import io.teamflow.codecs.auth.TokenView;
import io.teamflow.codecs.bus.Bus;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;

/** The caller's own account: profile, password, second factor, tokens for programs. */
final class MeRoutes {
  private final Bus bus;
  private final RateLimits limits;

  private record TokenBody(String name, List<String> scopes, Instant expiresAt) {}

  MeRoutes(Bus bus, RateLimits limits) {
    this.bus = bus;
    this.limits = limits;
  }

  void mount(ApiRouter api) {
    profile(api);
    secondFactor(api);
    tokens(api);
  }

  private void profile(ApiRouter api) {
    api.account(
        HttpMethod.GET,
        "/me",
        (exchange, caller) ->
            exchange.ok(bus.request(AuthMessages.GET_PROFILE, caller, new GetProfile())));
    api.account(
        HttpMethod.PATCH,
        "/me",
        (exchange, caller) ->
            exchange.ok(
                bus.request(
                    AuthMessages.PATCH_PROFILE,
                    caller,
                    new PatchProfile(exchange.ifMatch(), exchange.body(NameBody.class).name()))));
    api.account(
        HttpMethod.DELETE,
        "/me",
        (exchange, caller) ->
            exchange.noContent(
                bus.request(AuthMessages.DELETE_ACCOUNT, caller, new DeleteAccount())));
    api.account(
        HttpMethod.POST,
        "/me/verification",
        (exchange, caller) ->
            exchange.accepted(
                bus.request(AuthMessages.SEND_VERIFICATION, caller, new SendVerification())));
    api.account(
        HttpMethod.POST,
        "/me/password",
        (exchange, caller) -> {
          ChangePassword command = exchange.body(ChangePassword.class);
          exchange.noContent(
              limits
                  .countLogin(caller.user().toString(), exchange.response())
                  .compose(_ -> bus.request(AuthMessages.CHANGE_PASSWORD, caller, command)));
        });
  }

  private void secondFactor(ApiRouter api) {
    api.account(
        HttpMethod.POST,
        "/me/totp",
        (exchange, caller) ->
            exchange.value(
                201,
                bus.request(AuthMessages.ENABLE_TOTP, caller, new EnableTotp())
                    .map(
                        made ->
                            new JsonObject().put("secret", made.secret()).put("uri", made.uri()))));
    api.account(
        HttpMethod.POST,
        "/me/totp/confirm",
        (exchange, caller) ->
            exchange.value(
                200,
                bus.request(AuthMessages.CONFIRM_TOTP, caller, exchange.body(ConfirmTotp.class))
                    .map(
                        recovery ->
                            new JsonObject()
                                .put("recoveryCodes", new JsonArray(recovery.codes())))));
    api.account(
        HttpMethod.DELETE,
        "/me/totp",
        (exchange, caller) ->
            exchange.noContent(bus.request(AuthMessages.DISABLE_TOTP, caller, new DisableTotp())));
  }

  private void tokens(ApiRouter api) {
    api.account(
        HttpMethod.GET,
        "/me/tokens",
        (exchange, caller) ->
            exchange.value(
                200,
                bus.request(AuthMessages.LIST_TOKENS, caller, new ListTokens())
                    .map(list -> Exchange.list(list.items(), MeRoutes::json))));
    api.account(
        HttpMethod.POST,
        "/me/tokens",
        (exchange, caller) -> {
          TokenBody body = exchange.body(TokenBody.class);
          exchange.value(
              201,
              bus.request(
                      AuthMessages.CREATE_TOKEN,
                      caller,
                      new CreateToken(
                          UuidCreator.getTimeOrderedEpoch(),
                          body.name(),
                          body.scopes(),
                          body.expiresAt()))
                  .map(created -> json(created.view()).put("token", created.token())));
        });
    api.account(
        HttpMethod.DELETE,
        "/me/tokens/:id",
        (exchange, caller) ->
            exchange.noContent(
                bus.request(
                    AuthMessages.REVOKE_TOKEN, caller, new RevokeToken(exchange.pathId("id")))));
  }

  private static JsonObject json(TokenView token) {
    Instant lastUsedAt = token.lastUsedAt();
    return new JsonObject()
        .put("id", token.id().toString())
        .put("name", token.name())
        .put("scopes", new JsonArray(token.scopes()))
        .put("createdAt", token.createdAt().toString())
        .put("expiresAt", token.expiresAt().toString())
        .put("lastUsedAt", lastUsedAt == null ? null : lastUsedAt.toString());
  }
}
