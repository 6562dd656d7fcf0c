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
import io.teamflow.codecs.bus.Violation;
import io.teamflow.gateway.GatewaySettings;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Registration, sign-in, sessions, and what mails prove. */
final class AuthRoutes {
  private final Bus bus;
  private final GatewaySettings.Registration registration;
  private final SignInGuard guard;
  private final boolean secure;

  /**
   * Where the refresh token goes.
   *
   * @param session {@code token}, or absent: into the answer; {@code cookie}: where no script of
   *     the browser reads it
   */
  private record LoginBody(
      String email, String password, @Nullable String code, @Nullable String session) {}

  private record RegisterBody(
      String email, String password, String name, @Nullable String session) {}

  AuthRoutes(Bus bus, GatewaySettings settings, SignInGuard guard) {
    this.bus = bus;
    this.registration = settings.registration();
    this.guard = guard;
    this.secure = settings.isSecure();
  }

  void mount(ApiRouter api) {
    api.credentials(HttpMethod.POST, "/auth/register", this::register);
    api.credentials(
        HttpMethod.POST,
        "/auth/login",
        (exchange, caller) -> {
          LoginBody body = exchange.body(LoginBody.class);
          boolean cookie = isCookie(body.session());
          Login login = new Login(body.email(), body.password(), body.code());
          Future<SignedIn> in =
              guard.guard(
                  login.email(),
                  caller.remoteAddress(),
                  exchange.response(),
                  login.code() != null,
                  () -> bus.request(AuthMessages.LOGIN, caller, login));
          signedIn(exchange, 200, in, cookie);
        });
    api.credentials(
        HttpMethod.POST,
        "/auth/refresh",
        (exchange, caller) -> {
          String cookie = exchange.hasBody() ? null : exchange.cookie(RefreshCookie.NAME);
          Refresh command = cookie == null ? exchange.body(Refresh.class) : new Refresh(cookie);
          Future<SignedIn> in = bus.request(AuthMessages.REFRESH, caller, command);
          signedIn(exchange, 200, in, cookie != null);
        });
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
        (exchange, caller) -> {
          exchange.response().addCookie(RefreshCookie.none(secure));
          exchange.noContent(bus.request(AuthMessages.LOGOUT, caller, new Logout()));
        });
    api.account(
        HttpMethod.POST,
        "/auth/logout-all",
        (exchange, caller) -> {
          exchange.response().addCookie(RefreshCookie.none(secure));
          exchange.noContent(bus.request(AuthMessages.LOGOUT_ALL, caller, new LogoutAll()));
        });
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
    RegisterBody body = exchange.body(RegisterBody.class);
    boolean cookie = isCookie(body.session());
    Register asked = new Register(body.email(), body.password(), body.name());
    switch (registration) {
      case OPEN ->
          signedIn(exchange, 201, bus.request(AuthMessages.REGISTER, caller, asked), cookie);
      case VERIFY ->
          exchange.accepted(
              bus.request(
                  AuthMessages.ASK_TO_REGISTER,
                  caller,
                  new AskToRegister(asked.email(), asked.password(), asked.name())));
      case CLOSED -> throw Failure.forbidden("Nobody can register here. Ask for an invitation.");
    }
  }

  private void signedIn(Exchange exchange, int status, Future<SignedIn> answer, boolean cookie) {
    exchange.value(
        status,
        answer.map(
            in -> {
              JsonObject json = json(in);
              if (cookie) {
                exchange.response().addCookie(RefreshCookie.of(in.refreshToken(), secure));
                json.remove("refreshToken");
              }
              return json;
            }));
  }

  /**
   * Whether the refresh token goes into a cookie.
   *
   * @throws Failure INVALID
   */
  private static boolean isCookie(@Nullable String session) {
    if (session == null || session.equals("token")) {
      return false;
    }
    if (!session.equals("cookie")) {
      throw Failure.invalid(List.of(new Violation("/session", "must be token or cookie")));
    }
    return true;
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
