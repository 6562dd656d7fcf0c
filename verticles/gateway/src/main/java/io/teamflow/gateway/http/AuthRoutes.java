package io.teamflow.gateway.http;

import io.teamflow.codecs.auth.AuthMessages;
import io.teamflow.codecs.auth.GetMe;
import io.teamflow.codecs.auth.Login;
import io.teamflow.codecs.auth.Logout;
import io.teamflow.codecs.auth.Refresh;
import io.teamflow.codecs.auth.Register;
import io.teamflow.codecs.auth.SignedIn;
import io.teamflow.codecs.auth.UserView;
import io.teamflow.codecs.bus.Bus;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;

/** Registration, sign-in and the caller's own account. */
final class AuthRoutes {
  private final Bus bus;

  AuthRoutes(Bus bus) {
    this.bus = bus;
  }

  void mount(ApiRouter api) {
    api.credentials(
        "/auth/register",
        (exchange, caller) ->
            exchange.value(
                201,
                bus.request(AuthMessages.REGISTER, caller, exchange.body(Register.class))
                    .map(AuthRoutes::json)));
    api.credentials(
        "/auth/login",
        (exchange, caller) ->
            exchange.value(
                200,
                bus.request(AuthMessages.LOGIN, caller, exchange.body(Login.class))
                    .map(AuthRoutes::json)));
    api.credentials(
        "/auth/refresh",
        (exchange, caller) ->
            exchange.value(
                200,
                bus.request(AuthMessages.REFRESH, caller, exchange.body(Refresh.class))
                    .map(AuthRoutes::json)));
    api.route(
        HttpMethod.POST,
        "/auth/logout",
        (exchange, caller) ->
            exchange.noContent(bus.request(AuthMessages.LOGOUT, caller, new Logout())));
    api.route(
        HttpMethod.GET,
        "/me",
        (exchange, caller) ->
            exchange.value(
                200, bus.request(AuthMessages.GET_ME, caller, new GetMe()).map(AuthRoutes::json)));
  }

  private static JsonObject json(SignedIn in) {
    return new JsonObject()
        .put("user", json(in.user()))
        .put("accessToken", in.accessToken())
        .put("expiresIn", in.expiresIn())
        .put("refreshToken", in.refreshToken());
  }

  private static JsonObject json(UserView user) {
    return new JsonObject()
        .put("id", user.id().toString())
        .put("email", user.email())
        .put("name", user.name());
  }
}
