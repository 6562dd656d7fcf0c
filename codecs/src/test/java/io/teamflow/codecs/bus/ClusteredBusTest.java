package io.teamflow.codecs.bus;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.teamflow.codecs.auth.AuthMessages;
import io.teamflow.codecs.auth.Login;
import io.teamflow.codecs.auth.SignedIn;
import io.teamflow.codecs.bus.Failure.Code;
import io.teamflow.codecs.task.GetTask;
import io.teamflow.codecs.task.TaskMessages;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The bus between two nodes that serve. */
class ClusteredBusTest {
  private static final Caller CALLER = Caller.anonymous("192.0.2.7", "");
  private static final GetTask GET = new GetTask(new UUID(3, 3));
  private static final Resource TASK = new Resource(new UUID(3, 3), 1, "{}");
  private static final Login LOGIN = new Login("ada@example.org", "secret");

  private static final TestCluster cluster = new TestCluster();
  private static Bus onA;
  private static Bus onB;

  private final AtomicInteger answeredByA = new AtomicInteger();
  private final AtomicInteger answeredByB = new AtomicInteger();

  @BeforeAll
  static void start() throws Exception {
    onA = Bus.on(cluster.join().vertx());
    onB = Bus.on(cluster.join().vertx());
  }

  @AfterEach
  void stopServing() throws Exception {
    Future.join(onA.stopServing(), onB.stopServing()).await(5, SECONDS);
  }

  @AfterAll
  static void stop() throws Exception {
    cluster.close();
  }

  @Test
  void aCommandAndItsReplyCrossNodes() throws Exception {
    serve(onB, answeredByB);
    assertEquals(TASK, request(1));
  }

  @Test
  void aFailureCrossesNodesWhole() throws Exception {
    onB.serve(TaskMessages.GET, (_, _) -> Future.failedFuture(Failure.stale(TASK)))
        .await(5, SECONDS);

    Failure failure = failure();
    assertEquals(Code.PRECONDITION, failure.code());
    assertEquals(TASK, failure.current());
  }

  @Test
  void aDefectOnTheOtherNodeIsToldWithoutItsDetails() throws Exception {
    onB.serve(
            TaskMessages.GET,
            (_, _) -> {
              throw new IllegalStateException("a secret");
            })
        .await(5, SECONDS);

    assertEquals(Failure.internal().detail(), failure().detail());
  }

  @Test
  void aHintReachesEveryNodeThatListens() {
    onA.onHint("news", answeredByA::incrementAndGet);
    onB.onHint("news", answeredByB::incrementAndGet);
    Awaitility.await()
        .until(
            () -> {
              onB.hint("news"); // a registration takes its time to become known
              return answeredByA.get() > 0 && answeredByB.get() > 0;
            });
  }

  @Test
  void theNodeAskedPrefersItself() throws Exception {
    serve(onB, answeredByB);
    serve(onA, answeredByA);

    request(20);

    assertEquals(20, answeredByA.get());
    assertEquals(0, answeredByB.get());
  }

  @Test
  void aRepeatableCommandIsTriedOnTheOtherNodeWhenThisOneIsSilent() throws Exception {
    serve(onB, answeredByB);
    onA.serve(TaskMessages.GET, (_, _) -> silence()).await(5, SECONDS);

    List<Future<Resource>> requests = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      requests.add(onA.request(TaskMessages.GET, CALLER, GET));
      requests.getLast().otherwiseEmpty().await(3, SECONDS);
    }

    assertTrue(requests.stream().allMatch(Future::succeeded), requests::toString);
    assertEquals(4, answeredByB.get());
  }

  @Test
  void aCommandThatMustRunOnceIsNotTriedOnTheOtherNode() throws Exception {
    onB.serve(
            AuthMessages.LOGIN,
            (_, _) -> {
              answeredByB.incrementAndGet();
              return Future.failedFuture(Failure.unauthenticated("No."));
            })
        .await(5, SECONDS);
    onA.serve(AuthMessages.LOGIN, (_, _) -> ClusteredBusTest.<SignedIn>silence()).await(5, SECONDS);

    Failure failure =
        assertThrows(
            Failure.class,
            () -> onA.request(AuthMessages.LOGIN, CALLER, LOGIN).await(2_500, MILLISECONDS));
    assertEquals(Code.UNAVAILABLE, failure.code());
    assertEquals(0, answeredByB.get());
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
