package io.teamflow.gateway.http;

import io.teamflow.codecs.auth.AskToRegister;
import io.teamflow.codecs.auth.AuthMessages;
import io.teamflow.codecs.auth.ForgotPassword;
import io.teamflow.codecs.auth.ListSessions;
import io.teamflow.codecs.auth.Login;
import io.teamflow.codecs.auth.Logout;
import io.teamflow.codecs.auth.LogoutAll;
import io.teamflow.codecs.auth.Refresh;
import io.teamflow.codecs.auth.Register;
import io.teamflow.codecs.auth.ResetPassword;
import io.teamflow.codecs.auth.RevokeSession;
import io.teamflow.codecs.auth.SessionView;
import io.teamflow.codecs.auth.SignedIn;
import io.teamflow.codecs.auth.VerifyEmail;
import io.teamflow.codecs.bus.Bus;
import io.teamflow.codecs.bus.Caller;
import io.teamflow.codecs.bus.Failure;
import io.teamflow.gateway.GatewaySettings;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;

/** Registration, sign-in, sessions, and what mails prove. */
final class AuthRoutes {
  private final Bus bus;
  private final GatewaySettings.Registration registration;
  private final SignInGuard guard;

  AuthRoutes(Bus bus, GatewaySettings settings, SignInGuard guard) {
    this.bus = bus;
    this.registration = settings.registration();
    this.guard = guard;
  }

  void mount(ApiRouter api) {
    api.credentials(HttpMethod.POST, "/auth/register", this::register);
    api.credentials(
        HttpMethod.POST,
        "/auth/login",
        (exchange, caller) -> {
          Login login = exchange.body(Login.class);
          exchange.value(
              200,
              guard
                  .guard(
                      login.email(),
                      caller.remoteAddress(),
                      exchange.response(),
                      login.code() != null,
                      () -> bus.request(AuthMessages.LOGIN, caller, login))
                  .map(AuthRoutes::json));
        });
    api.credentials(
        HttpMethod.POST,
        "/auth/refresh",
        (exchange, caller) ->
            exchange.value(
                200,
                bus.request(AuthMessages.REFRESH, caller, exchange.body(Refresh.class))
                    .map(AuthRoutes::json)));
    api.credentials(
        HttpMethod.POST,
        "/auth/email/verify",
        (exchange, caller) ->
            exchange.noContent(
                bus.request(AuthMessages.VERIFY_EMAIL, caller, exchange.body(VerifyEmail.class))));
    api.credentials(
        HttpMethod.POST,
        "/auth/password/forgot",
        (exchange, caller) ->
            exchange.accepted(
                bus.request(
                    AuthMessages.FORGOT_PASSWORD, caller, exchange.body(ForgotPassword.class))));
    api.credentials(
        HttpMethod.POST,
        "/auth/password/reset",
        (exchange, caller) ->
            exchange.noContent(
                bus.request(
                    AuthMessages.RESET_PASSWORD, caller, exchange.body(ResetPassword.class))));
    api.account(
        HttpMethod.POST,
        "/auth/logout",
        (exchange, caller) ->
            exchange.noContent(bus.request(AuthMessages.LOGOUT, caller, new Logout())));
    api.account(
        HttpMethod.POST,
        "/auth/logout-all",
        (exchange, caller) ->
            exchange.noContent(bus.request(AuthMessages.LOGOUT_ALL, caller, new LogoutAll())));
    api.account(
        HttpMethod.GET,
        "/auth/sessions",
        (exchange, caller) ->
            exchange.value(
                200,
                bus.request(AuthMessages.LIST_SESSIONS, caller, new ListSessions())
                    .map(list -> Exchange.list(list.items(), AuthRoutes::json))));
    api.account(
        HttpMethod.DELETE,
        "/auth/sessions/:id",
        (exchange, caller) ->
            exchange.noContent(
                bus.request(
                    AuthMessages.REVOKE_SESSION,
                    caller,
                    new RevokeSession(exchange.pathId("id")))));
  }

  private void register(Exchange exchange, Caller caller) {
    Register asked = exchange.body(Register.class);
    switch (registration) {
      case OPEN ->
          exchange.value(
              201, bus.request(AuthMessages.REGISTER, caller, asked).map(AuthRoutes::json));
      case VERIFY ->
          exchange.accepted(
              bus.request(
                  AuthMessages.ASK_TO_REGISTER,
                  caller,
                  new AskToRegister(asked.email(), asked.password(), asked.name())));
      case CLOSED -> throw Failure.forbidden("Nobody can register here. Ask for an invitation.");
    }
  }

  static JsonObject json(SignedIn in) {
    return new JsonObject()
        .put(
            "user",
            new JsonObject()
                .put("id", in.user().id().toString())
                .put("email", in.user().email())
                .put("name", in.user().name()))
        .put("accessToken", in.accessToken())
        .put("expiresIn", in.expiresIn())
        .put("refreshToken", in.refreshToken());
  }

  private static JsonObject json(SessionView session) {
    return new JsonObject()
        .put("id", session.id().toString())
        .put("device", session.device())
        .put("address", session.address())
        .put("createdAt", session.createdAt().toString())
        .put("lastSeenAt", session.lastSeenAt().toString())
        .put("current", session.current());
  }
}
