package io.teamflow.gateway.http;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.teamflow.codecs.bus.Failure;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes every error as {@code application/problem+json} (RFC 9457). The one class that knows which
 * status belongs to which failure.
 */
public final class ProblemWriter {
  private static final Logger log = LoggerFactory.getLogger(ProblemWriter.class);

  private ProblemWriter() {}

  /** Answers a failed request; what is no {@link Failure} is a defect, logged here once. */
  static void write(RoutingContext context) {
    Throwable error = context.failure();
    if (error instanceof Failure failure) {
      write(context, status(failure.code()), failure);
    } else if (error instanceof HttpException http) {
      write(context, http.getStatusCode());
    } else if (error == null && context.statusCode() > 0) {
      write(context, context.statusCode());
    } else {
      log.error("{} failed, trace {}", context.normalizedPath(), Trace.of(context).id(), error);
      write(context, 500, Failure.internal());
    }
  }

  /** Answers with a status that has no failure behind it, such as 404 of an unknown path. */
  static void write(RoutingContext context, int status) {
    write(
        context,
        status,
        switch (status) {
          case 404 -> Failure.notFound("path");
          case 405 -> Failure.invalid("The path does not know this method.");
          case 413 -> Failure.invalid("The body is too large.");
          case 415 -> Failure.invalid("The body must be application/json.");
          case 428 ->
              Failure.invalid("Say with If-Match which version you change; its ETag is the value.");
          case 500 -> Failure.internal();
          default -> Failure.invalid(HttpResponseStatus.valueOf(status).reasonPhrase() + ".");
        });
  }

  private static void write(RoutingContext context, int status, Failure failure) {
    HttpServerResponse response = context.response();
    if (response.headWritten()) {
      response.reset();
      return;
    }
    JsonObject problem =
        new JsonObject()
            .put("type", "about:blank")
            .put("title", HttpResponseStatus.valueOf(status).reasonPhrase())
            .put("status", status)
            .put("code", failure.code().name())
            .put("detail", failure.detail())
            .put("traceId", Trace.of(context).id());
    if (!failure.violations().isEmpty()) {
      JsonArray errors = new JsonArray();
      failure
          .violations()
          .forEach(
              violation ->
                  errors.add(
                      new JsonObject()
                          .put("pointer", violation.pointer())
                          .put("detail", violation.detail())));
      problem.put("errors", errors);
    }
    if (failure.current() != null) {
      problem.put("current", new JsonObject(failure.current().json()));
      response.putHeader("ETag", Exchange.etag(failure.current()));
    }
    if (failure.code().retryable() && !response.headers().contains("Retry-After")) {
      response.putHeader("Retry-After", "1");
    }
    if (status == 401) {
      response.putHeader("WWW-Authenticate", "Bearer");
    }
    if (status == 413) {
      response.putHeader("Connection", "close");
    }
    response
        .setStatusCode(status)
        .putHeader("Content-Type", "application/problem+json")
        .end(problem.encode());
  }

  private static int status(Failure.Code code) {
    return switch (code) {
      case INVALID -> 400;
      case UNAUTHENTICATED -> 401;
      case FORBIDDEN -> 403;
      case NOT_FOUND -> 404;
      case CONFLICT -> 409;
      case PRECONDITION -> 412;
      case KEY_REUSED -> 422;
      case LIMITED -> 429;
      case INTERNAL -> 500;
      case UNAVAILABLE -> 503;
    };
  }
}
