package io.teamflow.codecs.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.teamflow.codecs.auth.AuthMessages;
import io.teamflow.codecs.auth.BeginOidc;
import io.teamflow.codecs.auth.Login;
import io.teamflow.codecs.auth.OidcStart;
import io.teamflow.codecs.bus.Failure.Code;
import io.teamflow.codecs.task.GetTask;
import io.teamflow.codecs.task.TaskMessages;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The bus within one node. */
class BusTest {
  private static final Caller CALLER =
      new Caller(
          new UUID(1, 1),
          new UUID(2, 2),
          "192.0.2.7",
          "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
          "curl/8.5");
  private static final GetTask GET = new GetTask(new UUID(3, 3));
  private static final Resource TASK = new Resource(new UUID(3, 3), 1, "{}");

  private Vertx vertx;
  private Bus bus;

  @BeforeEach
  void start() {
    vertx = Vertx.vertx();
    bus = Bus.on(vertx);
  }

  @AfterEach
  void stop() throws Exception {
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  @Test
  void aCommandIsAnsweredOnBehalfOfItsCaller() throws Exception {
    Queue<Caller> seen = new ConcurrentLinkedQueue<>();
    serve(
        (caller, command) -> {
          seen.add(caller);
          return Future.succeededFuture(new Resource(command.taskId(), 1, "{}"));
        });

    assertEquals(TASK, bus.request(TaskMessages.GET, CALLER, GET).await(3, TimeUnit.SECONDS));
    bus.request(TaskMessages.GET, Caller.anonymous("::1", ""), GET).await(3, TimeUnit.SECONDS);

    assertEquals(List.of(CALLER, Caller.anonymous("::1", "")), List.copyOf(seen));
  }

  @Test
  void whatWaitsForTheWorldOutsideMayTakeLonger() throws Exception {
    OidcStart start = new OidcStart("https://example.org/authorize", "c2VhbGVk");
    long late = Bus.DEADLINE.plusMillis(300).toMillis();
    bus.serve(
            AuthMessages.BEGIN_OIDC, (_, _) -> vertx.timer(late, TimeUnit.MILLISECONDS).map(start))
        .await(5, TimeUnit.SECONDS);
    assertEquals(
        start,
        bus.request(AuthMessages.BEGIN_OIDC, CALLER, new BeginOidc("acme", null))
            .await(5, TimeUnit.SECONDS));
  }

  @Test
  void aHandlerThatThrowsIsADefect() throws Exception {
    serve(
        (_, _) -> {
          throw new IllegalStateException("a secret of the handler");
        });
    Failure failure = failure(Duration.ofSeconds(1));

    assertEquals(Code.INTERNAL, failure.code());
    assertEquals(Failure.internal().detail(), failure.detail());
  }

  @Test
  void aHandlerThatThrowsAnErrorIsADefect() throws Exception {
    serve(
        (_, _) -> {
          throw new StackOverflowError();
        });
    assertEquals(Code.INTERNAL, failure(Duration.ofSeconds(1)).code());
  }

  @Test
  void aHandlerThatFailsIsADefect() throws Exception {
    serve((_, _) -> Future.failedFuture(new IllegalStateException("connection reset")));
    assertEquals(Code.INTERNAL, failure(Duration.ofSeconds(1)).code());
  }

  @Test
  void aFailureReachesTheCallerAsItIs() throws Exception {
    serve((_, _) -> Future.failedFuture(Failure.stale(TASK)));
    Failure failed = failure(Duration.ofSeconds(1));
    assertEquals(Code.PRECONDITION, failed.code());
    assertEquals(TASK, failed.current());
  }

  @Test
  void aFailureThrownReachesTheCallerAsItIs() throws Exception {
    serve(
        (_, _) -> {
          throw Failure.notFound("task");
        });
    assertEquals(Code.NOT_FOUND, failure(Duration.ofSeconds(1)).code());
  }

  @Test
  void aHandlerThatAnswersNullIsADefect() throws Exception {
    serve((_, _) -> Future.succeededFuture());
    assertEquals(Code.INTERNAL, failure(Duration.ofSeconds(1)).code());
  }

  @Test
  @SuppressWarnings("NullAway") // what the compiler refuses, a cast or generated code may still do
  void aHandlerThatAnswersNoFutureIsADefect() throws Exception {
    serve((_, _) -> null);
    assertEquals(Code.INTERNAL, failure(Duration.ofSeconds(1)).code());
  }

  @Test
  @SuppressWarnings("unchecked")
  void aHandlerThatAnswersSomethingElseIsADefect() throws Exception {
    serve((_, _) -> (Future<Resource>) (Future<?>) Future.succeededFuture(new Done()));
    assertEquals(Code.INTERNAL, failure(Duration.ofSeconds(1)).code());
  }

  @Test
  void aMissingHandlerIsToldAtOnce() {
    Failure failure = failure(Duration.ofSeconds(1));
    assertEquals(Code.UNAVAILABLE, failure.code());
    assertTrue(failure.code().retryable());
  }

  @Test
  void anUnknownMessageIsRefused() throws Exception {
    serve((_, _) -> Future.succeededFuture(TASK));
    Failure failure =
        assertThrows(
            Failure.class,
            () ->
                vertx
                    .eventBus()
                    .request(TaskMessages.GET.name(), new UnknownMessage("task.teleport"))
                    .await(1, TimeUnit.SECONDS));
    assertEquals(Code.INVALID, failure.code());
  }

  @Test
  void silenceEndsAtTheDeadlineAndARepeatableCommandIsTriedTwice() throws Exception {
    AtomicInteger tries = new AtomicInteger();
    serve(
        (_, _) -> {
          tries.incrementAndGet();
          return Promise.<Resource>promise().future();
        });

    assertEquals(Code.UNAVAILABLE, failure(Bus.DEADLINE.plusMillis(500)).code());
    assertEquals(2, tries.get());
  }

  @Test
  void aSecondTryIsWorthIt() throws Exception {
    AtomicInteger tries = new AtomicInteger();
    serve(
        (_, _) ->
            tries.incrementAndGet() == 1
                ? Promise.<Resource>promise().future()
                : Future.succeededFuture(TASK));

    assertEquals(TASK, bus.request(TaskMessages.GET, CALLER, GET).await(2, TimeUnit.SECONDS));
  }

  @Test
  void aCommandThatMustRunOnceIsTriedOnce() throws Exception {
    AtomicInteger tries = new AtomicInteger();
    bus.serve(
            AuthMessages.LOGIN,
            (_, _) -> {
              tries.incrementAndGet();
              return Promise.<io.teamflow.codecs.auth.SignedIn>promise().future();
            })
        .await(5, TimeUnit.SECONDS);

    Failure failure =
        assertThrows(
            Failure.class,
            () ->
                bus.request(AuthMessages.LOGIN, CALLER, new Login("ada@example.org", "secret"))
                    .await(Bus.DEADLINE.toMillis() + 500, TimeUnit.MILLISECONDS));
    assertEquals(Code.UNAVAILABLE, failure.code());
    assertEquals(1, tries.get());
  }

  @Test
  void severalInstancesShareAnAddressAndEachMayLeave() throws Exception {
    Map<Integer, Integer> answers = new ConcurrentHashMap<>();
    String first = deploy(answers, 1);
    String second = deploy(answers, 2);

    request(10);
    assertEquals(Map.of(1, 5, 2, 5), answers);

    vertx.undeploy(first).await(5, TimeUnit.SECONDS);
    request(10);
    assertEquals(Map.of(1, 5, 2, 15), answers);

    vertx.undeploy(second).await(5, TimeUnit.SECONDS);
    assertEquals(Code.UNAVAILABLE, failure(Duration.ofSeconds(1)).code());

    deploy(answers, 3);
    request(10);
    assertEquals(Map.of(1, 5, 2, 15, 3, 10), answers);
  }

  @Test
  void whoStopsServingIsNotAskedAgain() throws Exception {
    AtomicInteger tries = new AtomicInteger();
    serve(
        (_, _) -> {
          tries.incrementAndGet();
          return Future.succeededFuture(TASK);
        });
    bus.stopServing().await(5, TimeUnit.SECONDS);

    assertEquals(Code.UNAVAILABLE, failure(Duration.ofSeconds(1)).code());
    assertEquals(0, tries.get());
  }

  private void serve(BiFunction<Caller, GetTask, Future<Resource>> handler) throws Exception {
    bus.serve(TaskMessages.GET, handler).await(5, TimeUnit.SECONDS);
  }

  private String deploy(Map<Integer, Integer> answers, int number) throws Exception {
    return vertx
        .deployVerticle(
            new VerticleBase() {
              @Override
              public Future<?> start() {
                return bus.serve(
                    TaskMessages.GET,
                    (_, _) -> {
                      answers.merge(number, 1, Integer::sum);
                      return Future.succeededFuture(TASK);
                    });
              }
            },
            new DeploymentOptions())
        .await(5, TimeUnit.SECONDS);
  }

  private void request(int times) throws Exception {
    for (int i = 0; i < times; i++) {
      bus.request(TaskMessages.GET, CALLER, GET).await(3, TimeUnit.SECONDS);
    }
  }

  private Failure failure(Duration within) {
    return assertThrows(
        Failure.class,
        () ->
            bus.request(TaskMessages.GET, CALLER, GET)
                .await(within.toMillis(), TimeUnit.MILLISECONDS));
  }
}
