package io.teamflow.codecs.bus;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.teamflow.codecs.bus.Failure.Code;
import io.teamflow.codecs.task.GetTask;
import io.teamflow.codecs.task.TaskMessages;
import io.vertx.core.Future;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A node of this release and one of a newer release in one cluster. */
class MixedReleasesTest {
  private static final Caller CALLER = Caller.anonymous("192.0.2.7", "");
  private static final GetTask GET = new GetTask(new UUID(3, 3));
  private static final Resource TASK = new Resource(new UUID(3, 3), 1, "{}");

  private static final TestCluster cluster = new TestCluster();
  private static Bus onA;
  private static NewerRelease newer;

  private final AtomicInteger answered = new AtomicInteger();

  @BeforeAll
  static void start() throws Exception {
    onA = Bus.on(cluster.join().vertx());
    newer = new NewerRelease(cluster.join().vertx());
  }

  @AfterEach
  void stopServing() throws Exception {
    onA.stopServing().await(5, SECONDS);
    newer.stopAnswering();
  }

  @AfterAll
  static void stop() throws Exception {
    cluster.close();
  }

  @Test
  void aCommandWithMembersOfANewerReleaseIsCarriedOut() throws Exception {
    serve();

    NewerRelease.Form reply =
        newer.request(
            TaskMessages.GET.name(),
            "task.get",
            "{\"taskId\":\"" + GET.taskId() + "\",\"expand\":[\"comments\"]}");

    assertEquals("resource", reply.name());
  }

  @Test
  void aCommandThatOnlyANewerReleaseKnowsIsRefused() throws Exception {
    serve();

    Failure failure =
        assertThrows(
            Failure.class, () -> newer.request(TaskMessages.GET.name(), "task.teleport", "{}"));
    assertEquals(Code.INVALID, failure.code());
    assertEquals(0, answered.get());
  }

  @Test
  void aReplyWithMembersOfANewerReleaseIsRead() throws Exception {
    newer.answer(
        TaskMessages.GET.name(),
        "resource",
        "{\"id\":\"" + TASK.id() + "\",\"version\":1,\"json\":\"{}\",\"etag\":\"x\"}");

    assertEquals(TASK, onA.request(TaskMessages.GET, CALLER, GET).await(2_500, MILLISECONDS));
  }

  @Test
  void aReplyThatThisReleaseCannotReadIsTold() throws Exception {
    newer.answer(TaskMessages.GET.name(), "resource", "{\"id\":[1,2]}");

    Failure failure =
        assertThrows(
            Failure.class,
            () -> onA.request(TaskMessages.GET, CALLER, GET).await(2_500, MILLISECONDS));
    assertEquals(Code.INTERNAL, failure.code());
  }

  private void serve() throws Exception {
    onA.serve(
            TaskMessages.GET,
            (_, _) -> {
              answered.incrementAndGet();
              return Future.succeededFuture(TASK);
            })
        .await(5, SECONDS);
  }
}
