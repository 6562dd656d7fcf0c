package io.teamflow.codecs.bus;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.teamflow.codecs.auth.AuthMessages;
import io.teamflow.codecs.auth.Login;
import io.teamflow.codecs.bus.Failure.Code;
import io.teamflow.codecs.task.GetTask;
import io.teamflow.codecs.task.TaskMessages;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a node that leaves, dies or has left a trace behind does to those who ask it. */
class LeavingNodeTest {
  /** A node that is no member of the cluster any more. */
  private static final String GONE = UUID.randomUUID().toString();

  private static final Caller CALLER = Caller.anonymous("192.0.2.7", "");
  private static final GetTask GET = new GetTask(new UUID(3, 3));
  private static final Resource TASK = new Resource(new UUID(3, 3), 1, "{}");
  private static final Login LOGIN = new Login("ada@example.org", "secret");

  private final TestCluster cluster = new TestCluster();
  private TestCluster.Member a;
  private TestCluster.Member b;
  private Bus onA;
  private Bus onB;
  private final AtomicInteger answeredByA = new AtomicInteger();
  private final AtomicInteger answeredByB = new AtomicInteger();

  @BeforeEach
  void start() throws Exception {
    a = cluster.join();
    b = cluster.join();
    onA = Bus.on(a.vertx());
    onB = Bus.on(b.vertx());
  }

  @AfterEach
  void stop() throws Exception {
    cluster.close();
  }

  @Test
  void aNodeThatLeavesLosesNoRequestOfItsOwn() throws Exception {
    serve(onB, answeredByB);
    serve(onA, answeredByA);

    Future<Void> stopped = onA.stopServing();
    request(20);
    stopped.await(5, SECONDS);
    answeredByA.set(0);
    answeredByB.set(0);
    request(20);
    assertEquals(0, answeredByA.get());
    assertEquals(20, answeredByB.get());
  }

  @Test
  void aRegistrationThatANodeLeftBehindIsToldWithinTheDeadline() throws Exception {
    a.register(TaskMessages.GET.name(), GONE, 1);
    a.register(AuthMessages.LOGIN.name(), GONE, 1);

    assertEquals(Code.UNAVAILABLE, failure().code());
    Failure failure =
        assertThrows(
            Failure.class,
            () -> onA.request(AuthMessages.LOGIN, CALLER, LOGIN).await(2_500, MILLISECONDS));
    assertEquals(Code.UNAVAILABLE, failure.code());
  }

  @Test
  void aRegistrationThatANodeLeftBehindHidesNobody() throws Exception {
    a.register(TaskMessages.GET.name(), GONE, 1);
    serve(onB, answeredByB);
    awaitAnswer();

    request(3);

    assertEquals(3, answeredByB.get());
  }

  @Test
  void aNodeThatDiesWhileItIsAskedIsToldWithinTheDeadlineAndForgotten() throws Exception {
    Promise<Void> asked = Promise.promise();
    onB.serve(
            TaskMessages.GET,
            (_, _) -> {
              asked.tryComplete();
              return silence();
            })
        .await(5, SECONDS);

    Future<Resource> request = onA.request(TaskMessages.GET, CALLER, GET);
    asked.future().await(2, SECONDS);
    b.die();

    Failure failure = assertThrows(Failure.class, () -> request.await(2_500, MILLISECONDS));
    assertEquals(Code.UNAVAILABLE, failure.code());

    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> a.manager().getNodes().size(), nodes -> nodes == 1);
    serve(onA, answeredByA);
    request(4);
    assertEquals(4, answeredByA.get());
  }

  /** Until what was registered has travelled. */
  private void awaitAnswer() {
    await()
        .atMost(10, SECONDS)
        .ignoreExceptionsInstanceOf(Failure.class)
        .until(() -> request(1), TASK::equals);
    answeredByB.set(0);
  }

  private static <R> Future<R> silence() {
    return Promise.<R>promise().future();
  }

  private static void serve(Bus bus, AtomicInteger answered) throws Exception {
    bus.serve(
            TaskMessages.GET,
            (_, _) -> {
              answered.incrementAndGet();
              return Future.succeededFuture(TASK);
            })
        .await(5, SECONDS);
  }

  private Resource request(int times) throws Exception {
    Resource answer = TASK;
    for (int i = 0; i < times; i++) {
      answer = onA.request(TaskMessages.GET, CALLER, GET).await(2_500, MILLISECONDS);
    }
    return answer;
  }

  private Failure failure() {
    return assertThrows(
        Failure.class, () -> onA.request(TaskMessages.GET, CALLER, GET).await(2_500, MILLISECONDS));
  }
}
