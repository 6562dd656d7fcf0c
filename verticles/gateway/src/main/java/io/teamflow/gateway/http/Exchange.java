package io.teamflow.gateway.http;

import io.teamflow.codecs.auth.Scope;
import io.teamflow.codecs.bus.Caller;
import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.bus.IdempotencyKey;
import io.teamflow.codecs.bus.PageRequest;
import io.teamflow.codecs.bus.Resource;
import io.teamflow.codecs.bus.ResourcePage;
import io.teamflow.codecs.bus.Violation;
import io.teamflow.gateway.token.AccessToken;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One request and its answer, in the conventions of the API. */
final class Exchange {
  private static final Pattern TAG = Pattern.compile("\"([^\"]*)\"");

  private final RoutingContext context;

  Exchange(RoutingContext context) {
    this.context = context;
  }

  // The request

  /** An id of the path; what cannot be an id is not found. */
  UUID pathId(String name) {
    String value = context.pathParam(name);
    try {
      if (value != null && value.length() == 36) {
        return UUID.fromString(value);
      }
    } catch (IllegalArgumentException _) {
      // answered below
    }
    throw Failure.notFound("resource");
  }

  <T> T body(Class<T> type) {
    return RequestJson.read(context.body().buffer(), type);
  }

  @Nullable String cookie(String name) {
    Cookie cookie = context.request().getCookie(name);
    return cookie == null ? null : cookie.getValue();
  }

  boolean hasBody() {
    return context.body().length() > 0;
  }

  PageRequest page() {
    return new PageRequest(limit(), query("cursor"));
  }

  int limit() {
    String limit = query("limit");
    return limit == null ? PageRequest.DEFAULT_LIMIT : (int) number("limit", limit, 1_000_000);
  }

  @Nullable Long number(String name) {
    String value = query(name);
    return value == null ? null : number(name, value, Long.MAX_VALUE);
  }

  private static long number(String name, String value, long max) {
    try {
      long number = Long.parseLong(value);
      if (number >= 0 && number <= max) {
        return number;
      }
    } catch (NumberFormatException _) {
      // answered below
    }
    throw Failure.invalid(List.of(new Violation("/" + name, "must be a whole number")));
  }

  /** A name in the path. */
  String pathName(String name) {
    return String.valueOf(context.pathParam(name));
  }

  /** The first value of a query parameter. */
  @Nullable String query(String name) {
    List<String> values = context.queryParam(name);
    return values.isEmpty() ? null : values.getFirst();
  }

  @Nullable String header(String name) {
    return context.request().getHeader(name);
  }

  /** All query parameters. */
  MultiMap queries() {
    return context.queryParams();
  }

  /**
   * The version that {@code If-Match} names.
   *
   * @return -1 for an entity tag that none of our versions has
   */
  long ifMatch() {
    String header = context.request().getHeader("If-Match");
    if (header == null) {
      throw new io.vertx.ext.web.handler.HttpException(428);
    }
    String tag = header.strip();
    return tag.matches("\"[0-9]{1,18}\"") ? Long.parseLong(tag.substring(1, tag.length() - 1)) : -1;
  }

  /** The entity tags that {@code If-None-Match} names, without quotes; at most 16. */
  List<String> ifNoneMatch() {
    String header = context.request().getHeader("If-None-Match");
    return header == null
        ? List.of()
        : TAG.matcher(header).results().limit(16).map(tag -> tag.group(1)).toList();
  }

  /** The caller with the {@code Idempotency-Key} of the request, where it has one. */
  Caller keyed(Caller caller) {
    String key = context.request().getHeader("Idempotency-Key");
    if (key == null) {
      return caller;
    }
    String route = context.request().method() + " " + context.normalizedPath();
    return caller.with(new IdempotencyKey(key, route, hash(context.body().buffer())));
  }

  private static String hash(@Nullable Buffer body) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest(body == null ? new byte[0] : body.getBytes()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }

  // The answer

  void created(String collection, Future<Resource> answer) {
    answer.onComplete(
        resource -> {
          context
              .response()
              .setStatusCode(201)
              .putHeader("Location", ApiRouter.BASE + collection + "/" + resource.id());
          send(resource);
        },
        context::fail);
  }

  /** Answers with a resource, or with 304 who reads it and has it already. */
  void ok(Future<Resource> answer) {
    boolean read = context.request().method().equals(HttpMethod.GET);
    answer.onComplete(
        resource -> {
          if (read && ifNoneMatch().contains(Long.toString(resource.version()))) {
            context.response().setStatusCode(304).putHeader("ETag", etag(resource)).end();
          } else {
            send(resource);
          }
        },
        context::fail);
  }

  /**
   * Answers with a resource of which more changes than its version counts: the {@code ETag} is for
   * {@code If-Match} only, and no 304 is ever answered.
   */
  void current(Future<Resource> answer) {
    answer.onComplete(this::send, context::fail);
  }

  void page(Future<ResourcePage> answer) {
    answer.onComplete(
        page -> {
          HttpServerResponse response = context.response();
          if (page.etag() != null) {
            response.putHeader("ETag", '"' + page.etag() + '"');
            response.putHeader("Cache-Control", "private, no-cache");
          }
          if (page.position() != null) {
            response.putHeader("X-Stream-Position", page.position().toString());
          }
          if (page.unchanged()) {
            response.setStatusCode(304).end();
            return;
          }
          String next = page.nextCursor();
          if (next != null) {
            response.putHeader("Link", "<" + nextPage(next) + ">; rel=\"next\"");
          }
          json()
              .end(
                  "{\"items\":"
                      + page.items()
                      + ",\"nextCursor\":"
                      + (next == null ? "null" : Json.encode(next))
                      + "}");
        },
        context::fail);
  }

  /** Answers with a value of our own making, such as the fruits of a sign-in. */
  void value(int status, Future<JsonObject> answer) {
    answer.onComplete(value -> json().setStatusCode(status).end(value.encode()), context::fail);
  }

  /** Answers with a file of ours. */
  void file(String type, Future<Buffer> content) {
    content.onComplete(
        bytes -> context.response().putHeader("Content-Type", type).end(bytes), context::fail);
  }

  /** Answers with a contract. */
  void yaml(Future<String> answer) {
    answer.onComplete(
        value -> context.response().putHeader("Content-Type", "application/yaml").end(value),
        context::fail);
  }

  /** A list that is no longer than a page. */
  static <T> JsonObject list(List<T> items, Function<T, JsonObject> json) {
    return new JsonObject()
        .put("items", new JsonArray(items.stream().map(json).toList()))
        .putNull("nextCursor");
  }

  /** Sends the browser on: 302 to somewhere else, 303 to read what has come of it. */
  void redirect(int status, String location) {
    context.response().setStatusCode(status).putHeader("Location", location).end();
  }

  /** Answers in a way of its own; an error is answered as always. */
  <T> void then(Future<T> answer, Consumer<T> writer) {
    answer.onComplete(writer::accept, context::fail);
  }

  /** Begins an answer that goes on, for whoever the token stands for. */
  void goOn(BiFunction<RoutingContext, AccessToken, Future<Void>> beginning) {
    beginning.apply(context, token()).onFailure(context::fail);
  }

  /** The verified token of the request, which must be on a route that asks for one. */
  AccessToken token() {
    return Objects.requireNonNull(context.get(ApiRouter.TOKEN));
  }

  /**
   * Asks for another scope than that of the route, where the request reaches into another area.
   *
   * @throws Failure FORBIDDEN when the token lacks it
   */
  void require(Scope.Area area, Scope.Level level) {
    if (!token().allows(area, level)) {
      throw Failure.forbidden(ApiRouter.lacking(ApiRouter.scope(area, level)));
    }
  }

  /** Where headers of the answer can be set. */
  HttpServerResponse response() {
    return context.response();
  }

  /** Answers with JSON text that is encoded already. */
  void json(Buffer value) {
    json().end(value);
  }

  /** Answers with JSON text. */
  void text(Future<String> answer) {
    answer.onComplete(value -> json().end(value), context::fail);
  }

  /** Answers that what was asked for will happen. */
  void accepted(Future<?> answer) {
    answer.onComplete(_ -> context.response().setStatusCode(202).end(), context::fail);
  }

  void noContent(Future<?> answer) {
    answer.onComplete(_ -> context.response().setStatusCode(204).end(), context::fail);
  }

  static String etag(Resource resource) {
    return "\"" + resource.version() + "\"";
  }

  private void send(Resource resource) {
    json().putHeader("ETag", etag(resource)).end(resource.json());
  }

  private HttpServerResponse json() {
    return context.response().putHeader("Content-Type", "application/json");
  }

  /** The same list from another cursor on; lists of messages call theirs {@code before}. */
  private String nextPage(String cursor) {
    String name = context.normalizedPath().endsWith("/messages") ? "before" : "cursor";
    StringBuilder next = new StringBuilder(context.normalizedPath()).append("?limit=");
    next.append(limit());
    for (Map.Entry<String, String> parameter : queries()) {
      if (!parameter.getKey().equals("limit") && !parameter.getKey().equals(name)) {
        append(next, parameter.getKey(), parameter.getValue());
      }
    }
    append(next, name, cursor);
    return next.toString();
  }

  private static void append(StringBuilder query, String name, String value) {
    query
        .append('&')
        .append(URLEncoder.encode(name, StandardCharsets.UTF_8))
        .append('=')
        .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
  }
}
