package io.teamflow.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.bus.Violation;
import io.teamflow.gateway.limit.LocalRateLimiter;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whom failed sign-ins keep out, and whom not. */
class SignInGuardTest {
  private static final String ADA = "ada@example.org";
  private static final String HOME = "203.0.113.7";
  private static final String CODE_WANTED = "402";
  private static final String THIEF = "198.18.0.1";

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient http = HttpClient.newHttpClient();
  private final SignInGuard guard = new SignInGuard(new LocalRateLimiter());
  private final AtomicInteger tried = new AtomicInteger();
  private HttpServer server;

  @BeforeEach
  void start() throws Exception {
    server =
        vertx
            .createHttpServer()
            .requestHandler(this::signIn)
            .listen(0, "127.0.0.1")
            .await(5, TimeUnit.SECONDS);
  }

  @AfterEach
  void close() throws Exception {
    vertx.close().await(5, TimeUnit.SECONDS);
  }

  @Test
  void theSourceThatFailsIsKeptOutOfThisAccountAndNobodyElse() throws Exception {
    for (int i = 0; i < 20; i++) {
      assertEquals(401, ask(ADA, THIEF, 401).statusCode());
    }
    HttpResponse<?> refused = ask(ADA, THIEF, 200);
    assertEquals(429, refused.statusCode());
    int wait = Integer.parseInt(refused.headers().firstValue("Retry-After").orElse("0"));
    assertTrue(wait > 20 && wait <= 46, wait + " s"); // 20 in 15 minutes: one in 45 s
    assertEquals(429, ask("ＡDA@EXAMPLE.org", THIEF, 401).statusCode());
    assertEquals(20, tried.get());
    assertEquals(200, ask(ADA, HOME, 200).statusCode());
    assertEquals(200, ask("bob@example.org", THIEF, 200).statusCode());
  }

  @Test
  void manySourcesThatFailKeepOutStrangersButNotWhoWasThereBefore() throws Exception {
    assertEquals(200, ask(ADA, HOME, 200).statusCode());
    for (int i = 0; i < 100; i++) {
      assertEquals(401, ask(ADA, "198.18.1." + i, 401).statusCode());
    }
    HttpResponse<?> stranger = ask(ADA, THIEF, 200);
    assertEquals(429, stranger.statusCode());
    assertEquals(
        "\"account-failures\";q=100;w=3600",
        stranger.headers().firstValue("RateLimit-Policy").orElse(""));
    for (int i = 0; i < 5; i++) {
      assertEquals(200, ask(ADA, HOME, 200).statusCode());
    }
    assertEquals(200, ask("bob@example.org", THIEF, 200).statusCode());
  }

  @Test
  void onlyWrongCredentialsAreCounted() throws Exception {
    for (int i = 0; i < 30; i++) {
      assertEquals(200, ask(ADA, HOME, 200).statusCode());
      assertEquals(503, ask(ADA, HOME, 503).statusCode());
    }
    for (int i = 0; i < 20; i++) {
      assertEquals(401, ask(ADA, HOME, 401).statusCode());
    }
    assertEquals(429, ask(ADA, HOME, 401).statusCode());
  }

  @Test
  void toBeAskedForACodeIsNoFailure() throws Exception {
    for (int i = 0; i < 30; i++) {
      assertEquals(401, ask(ADA, HOME, Integer.parseInt(CODE_WANTED)).statusCode());
    }
    assertEquals(200, ask(ADA, HOME, 200).statusCode());
  }

  private HttpResponse<?> ask(String email, String source, int outcome) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort()))
            .header("email", URLEncoder.encode(email, StandardCharsets.UTF_8))
            .header("source", source)
            .header("outcome", Integer.toString(outcome))
            .build(),
        BodyHandlers.discarding());
  }

  private void signIn(HttpServerRequest request) {
    guard
        .guard(
            URLDecoder.decode(header(request, "email"), StandardCharsets.UTF_8),
            header(request, "source"),
            request.response(),
            !header(request, "outcome").equals(CODE_WANTED),
            () -> outcome(header(request, "outcome")))
        .onComplete(
            _ -> request.response().end(),
            error -> request.response().setStatusCode(status(error)).end());
  }

  private static String header(HttpServerRequest request, String name) {
    return String.valueOf(request.getHeader(name));
  }

  private Future<String> outcome(String status) {
    tried.incrementAndGet();
    return switch (status) {
      case "200" -> Future.succeededFuture("in");
      case "401" -> Future.failedFuture(Failure.unauthenticated("wrong"));
      case CODE_WANTED ->
          Future.failedFuture(
              Failure.unauthenticated("a code", List.of(new Violation("/code", "is needed"))));
      default -> Future.failedFuture(Failure.unavailable("busy"));
    };
  }

  private static int status(Throwable error) {
    return switch (((Failure) error).code()) {
      case LIMITED -> 429;
      case UNAUTHENTICATED -> 401;
      default -> 503;
    };
  }
}
