package io.teamflow.gateway.http;

import io.teamflow.codecs.auth.Scope;
import io.teamflow.codecs.bus.Bus;
import io.teamflow.codecs.bus.Caller;
import io.teamflow.codecs.bus.Failure;
import io.teamflow.gateway.GatewaySettings;
import io.teamflow.gateway.GatewayState;
import io.teamflow.gateway.token.AccessToken;
import io.teamflow.gateway.token.AccessTokenVerifier;
import io.teamflow.stream.StreamHub;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.CorsHandler;
import io.vertx.ext.web.handler.HttpException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The routes of the API. Each says whom it is for: everybody ({@link #open}), a person who signed
 * in ({@link #account}), or also a program whose token has the scope ({@link #route}).
 */
public final class ApiRouter {
  static final String BASE = "/api/v1";

  /** Metadata of a route: the scope that a program's token needs. */
  static final String SCOPE = "scope";

  /** Under which name a request carries its verified token. */
  static final String TOKEN = "token";

  /** In place of a scope: no token of a program is enough. */
  private static final String SESSION = "session";

  /** The scope that reads everything. */
  private static final String READ = "read";

  /** Metadata of a route that is a page. */
  static final String PAGE = "page";

  private static final Set<HttpMethod> WITH_BODY =
      Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH);

  private final Router router;
  private final AccessTokenVerifier tokens;
  private final RateLimits limits;
  private final ClientAddress addresses;
  private final BodyHandler bodies;

  private ApiRouter(
      Vertx vertx, AccessTokenVerifier tokens, RateLimits limits, GatewaySettings settings) {
    this.router = Router.router(vertx);
    this.tokens = tokens;
    this.limits = limits;
    this.addresses = new ClientAddress(settings.trustedProxies());
    this.bodies =
        BodyHandler.create(false)
            .setBodyLimit(settings.bodyBytes())
            .setPreallocateBodyBuffer(false);
  }

  /** The whole API. */
  public static Router create(
      Vertx vertx,
      Bus bus,
      StreamHub hub,
      EventStreams streams,
      AccessTokenVerifier tokens,
      RateLimits limits,
      GatewaySettings settings,
      GatewayState state) {
    ApiRouter api = new ApiRouter(vertx, tokens, limits, settings);
    api.router.route().handler(context -> begin(context, state));
    if (!settings.allowedOrigins().isEmpty()) {
      api.router
          .route()
          .handler(
              CorsHandler.create()
                  .addOrigins(List.copyOf(settings.allowedOrigins()))
                  .allowedMethods(
                      Set.of(
                          HttpMethod.GET,
                          HttpMethod.POST,
                          HttpMethod.PUT,
                          HttpMethod.PATCH,
                          HttpMethod.DELETE))
                  .allowedHeaders(
                      Set.of(
                          "Authorization",
                          "Content-Type",
                          "If-Match",
                          "If-None-Match",
                          "Idempotency-Key",
                          "Last-Event-ID"))
                  .exposedHeaders(
                      Set.of(
                          "ETag",
                          "Location",
                          "Link",
                          "X-Stream-Position",
                          "Retry-After",
                          "RateLimit",
                          "RateLimit-Policy")));
    }
    // The router tries one route after the other: those asked for most stand first.
    new TaskRoutes(bus).mount(api);
    new MessageRoutes(bus).mount(api);
    new EventRoutes(bus, hub, streams).mount(api);
    new ReadRoutes(bus).mount(api);
    new CommentRoutes(bus).mount(api);
    new RelationRoutes(bus).mount(api);
    new HistoryRoutes(bus).mount(api);
    new ProjectRoutes(bus).mount(api);
    new TeamRoutes(bus).mount(api);
    new OrganizationRoutes(bus).mount(api);
    new MemberRoutes(bus).mount(api);
    new InvitationRoutes(bus).mount(api);
    new MeRoutes(bus, limits).mount(api);
    new AuthRoutes(bus, settings, limits.signInGuard()).mount(api);
    new OidcRoutes(bus, settings.isSecure()).mount(api);
    new PageRoutes(vertx).mount(api);
    new ContractRoutes(vertx, tokens).mount(api);
    api.router.route().failureHandler(ProblemWriter::write);
    for (int status : new int[] {400, 404, 405, 406, 413, 415, 500}) {
      api.router.errorHandler(status, ProblemWriter::write);
    }
    return api.router;
  }

  /** A route for people, and for programs whose token has the scope; below {@link #BASE}. */
  void route(
      Scope.Area area,
      Scope.Level level,
      HttpMethod method,
      String path,
      BiConsumer<Exchange, Caller> handler) {
    signedIn(
        method,
        path,
        scope(area, level),
        token -> token.allows(area, level),
        method.equals(HttpMethod.POST)
            ? (exchange, caller) -> handler.accept(exchange, exchange.keyed(caller))
            : handler);
  }

  /** A route for people alone: no token of a program reaches the account itself. */
  void account(HttpMethod method, String path, BiConsumer<Exchange, Caller> handler) {
    signedIn(method, path, SESSION, AccessToken::isOfSession, handler);
  }

  /** A route for people, and for programs whose token may read everything: as a stream tells it. */
  void stream(HttpMethod method, String path, BiConsumer<Exchange, Caller> handler) {
    signedIn(method, path, READ, AccessToken::readsEverything, handler);
  }

  private void signedIn(
      HttpMethod method,
      String path,
      String scope,
      Predicate<AccessToken> allowed,
      BiConsumer<Exchange, Caller> handler) {
    mount(method, BASE + path)
        .putMetadata(SCOPE, scope)
        .handler(
            context ->
                tokens
                    .verify(
                        bearer(context.request()),
                        () -> ClientAddress.source(address(context.request())))
                    .onComplete(
                        token -> {
                          if (allowed.test(token)) {
                            context.put(TOKEN, token);
                            call(context, token, handler);
                          } else {
                            context.fail(Failure.forbidden(lacking(scope)));
                          }
                        },
                        context::fail));
  }

  /** A route for everybody. */
  void open(HttpMethod method, String path, BiConsumer<Exchange, Caller> handler) {
    mount(method, path).handler(context -> call(context, null, handler));
  }

  /** A page for browsers; no part of the contract. */
  void page(String path, Consumer<Exchange> handler) {
    mount(HttpMethod.GET, path)
        .putMetadata(PAGE, true)
        .handler(context -> handler.accept(new Exchange(context)));
  }

  /** A route for everybody, counted per address: it tries credentials or makes accounts. */
  void credentials(HttpMethod method, String path, BiConsumer<Exchange, Caller> handler) {
    mount(method, BASE + path)
        .handler(
            context -> {
              Caller caller = caller(context, null);
              limits
                  .countLogin(caller.remoteAddress(), context.response())
                  .onComplete(_ -> handle(context, caller, handler), context::fail);
            });
  }

  /** The name of a scope. */
  static String scope(Scope.Area area, Scope.Level level) {
    return (area.name() + ":" + level.name()).toLowerCase(Locale.ROOT);
  }

  /** What a program is told whose token lacks a scope. */
  static String lacking(String scope) {
    return scope.equals(SESSION)
        ? "No token of a program reaches the account. Sign in for this."
        : "The token lacks the scope " + scope + ".";
  }

  private Route mount(HttpMethod method, String path) {
    Route route = router.route(method, path);
    if (WITH_BODY.contains(method)) {
      route.handler(bodies);
    }
    return route;
  }

  private void call(
      RoutingContext context, @Nullable AccessToken token, BiConsumer<Exchange, Caller> handler) {
    Caller caller = caller(context, token);
    if (token == null) {
      handle(context, caller, handler);
    } else {
      limits
          .countRequest(token.user(), context.response())
          .onComplete(_ -> handle(context, caller, handler), context::fail);
    }
  }

  private Caller caller(RoutingContext context, @Nullable AccessToken token) {
    HttpServerRequest request = context.request();
    return new Caller(
        token == null ? null : token.user(),
        token == null ? null : token.session(),
        address(request),
        Trace.of(context).parent(),
        UserAgent.of(request.headers()));
  }

  private String address(HttpServerRequest request) {
    return addresses.of(request.remoteAddress(), request.headers());
  }

  private static void handle(
      RoutingContext context, Caller caller, BiConsumer<Exchange, Caller> handler) {
    try {
      handler.accept(new Exchange(context), caller);
    } catch (RuntimeException error) {
      context.fail(error);
    }
  }

  private static void begin(RoutingContext context, GatewayState state) {
    state.requestBegan();
    context.addEndHandler(_ -> state.requestEnded());
    HttpServerResponse response = context.response();
    response.putHeader("traceparent", Trace.of(context).parent());
    response.putHeader("X-Content-Type-Options", "nosniff");
    response.putHeader("Cache-Control", "no-store");
    if (state.sendsAway()) {
      response.putHeader("Connection", "close");
    }
    if (WITH_BODY.contains(context.request().method()) && !isJson(context.request())) {
      context.fail(new HttpException(415));
    } else {
      context.next();
    }
  }

  private static boolean isJson(HttpServerRequest request) {
    String type = request.getHeader("Content-Type");
    if (type == null) {
      String length = request.getHeader("Content-Length");
      boolean chunked = request.getHeader("Transfer-Encoding") != null;
      return !chunked && (length == null || length.equals("0"));
    }
    int parameters = type.indexOf(';');
    String media = (parameters < 0 ? type : type.substring(0, parameters)).strip();
    return media.equalsIgnoreCase("application/json")
        || media.equalsIgnoreCase("application/merge-patch+json");
  }

  private static @Nullable String bearer(HttpServerRequest request) {
    String header = request.getHeader("Authorization");
    return header != null && header.regionMatches(true, 0, "Bearer ", 0, 7)
        ? header.substring(7).strip()
        : null;
  }

  /** The text of a contract on the class path. */
  static Future<String> readContract(Vertx vertx, String name) {
    return vertx.fileSystem().readFile("conf/" + name).map(Object::toString);
  }
}
