package io.teamflow.stream.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.teamflow.codecs.bus.Failure;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The test is the database: it sees each group and ends it. */
class BatcherTest {
  private static final int GROUP = 4;
  private static final int WAITING = 20;

  private record Group(List<Integer> questions, Promise<List<String>> answers) {
    void answer() {
      answers.complete(questions.stream().map(question -> "answer " + question).toList());
    }
  }

  private final LinkedBlockingQueue<Group> groups = new LinkedBlockingQueue<>();
  private Vertx vertx;
  private Context loop;

  @BeforeEach
  void start() {
    vertx = Vertx.vertx();
    loop = vertx.getOrCreateContext();
  }

  @AfterEach
  void close() throws Exception {
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  @Test
  void whatComesAloneGoesAtOnce() throws Exception {
    Batcher<Integer, String> batcher = batcher(1, 5);
    List<Integer> first =
        onLoop(
            () -> {
              batcher.ask(1);
              return groups.remove().questions();
            });
    assertEquals(List.of(1), first);
  }

  @Test
  void whatComesWhileGroupsAreUnderWayGoesTogether() throws Exception {
    Batcher<Integer, String> batcher = batcher(2, 0);
    List<Future<String>> answers = ask(batcher, 1, 4);
    Group first = next();
    Group second = next();
    assertEquals(List.of(List.of(1), List.of(2)), List.of(first.questions(), second.questions()));
    onLoop(
        () -> {
          second.answer();
          return null;
        });
    Group third = next();
    assertEquals(List.of(3, 4), third.questions());
    assertEquals("answer 2", answers.get(1).result());
    assertFalse(answers.get(0).isComplete(), "not before its own group");
    onLoop(
        () -> {
          first.answer();
          third.answer();
          return null;
        });
    assertEquals(List.of("answer 1", "answer 3", "answer 4"), results(answers, 0, 2, 3));
  }

  @Test
  void groupsRestEvenWhenTheyEndAtOnce() throws Exception {
    Batcher<Integer, String> batcher =
        new Batcher<>(
            vertx,
            new Batcher.Limits(1, 5, GROUP, WAITING),
            questions -> {
              groups.add(new Group(questions, Promise.promise()));
              return Future.succeededFuture(questions.stream().map(String::valueOf).toList());
            });
    ask(batcher, 1, 3);
    assertEquals(List.of(1), next().questions());
    assertEquals(List.of(2, 3), next().questions());
  }

  @Test
  void aGroupHasABound() throws Exception {
    Batcher<Integer, String> batcher = batcher(1, 0);
    ask(batcher, 1, 2 + GROUP);
    Group first = next();
    onLoop(
        () -> {
          first.answer();
          return null;
        });
    assertEquals(List.of(2, 3, 4, 5), next().questions());
  }

  @Test
  void moreThanMayWaitIsRefused() throws Exception {
    Batcher<Integer, String> batcher = batcher(1, 0);
    List<Future<String>> answers = ask(batcher, 0, WAITING + 1);
    Failure refused = (Failure) answers.getLast().cause();
    assertEquals(Failure.Code.LIMITED, refused.code());
    assertFalse(answers.get(WAITING).isComplete());
  }

  @Test
  void aGroupThatFailsTellsAllWhoAskedAndTheNextOneGoes() throws Exception {
    Batcher<Integer, String> batcher = batcher(1, 0);
    List<Future<String>> answers = ask(batcher, 1, 2);
    Failure silent = Failure.unavailable("The service did not answer in time.");
    Group first = next();
    onLoop(() -> first.answers().tryFail(silent));
    assertEquals(List.of(2), next().questions());
    assertSame(silent, answers.getFirst().cause());
  }

  private Batcher<Integer, String> batcher(int inFlight, int apartMs) {
    return new Batcher<>(
        vertx,
        new Batcher.Limits(inFlight, apartMs, GROUP, WAITING),
        questions -> {
          Promise<List<String>> answers = Promise.promise();
          groups.add(new Group(questions, answers));
          return answers.future();
        });
  }

  private List<Future<String>> ask(Batcher<Integer, String> batcher, int first, int last)
      throws Exception {
    return onLoop(() -> IntStream.rangeClosed(first, last).mapToObj(batcher::ask).toList());
  }

  private Group next() throws InterruptedException {
    Group group = groups.poll(10, TimeUnit.SECONDS);
    assertNotNull(group, "no group came");
    return group;
  }

  private static List<String> results(List<Future<String>> answers, int... which) {
    return IntStream.of(which).mapToObj(i -> answers.get(i).result()).toList();
  }

  private <T> T onLoop(Callable<T> task) throws Exception {
    CompletableFuture<T> done = new CompletableFuture<>();
    loop.runOnContext(
        _ -> {
          try {
            done.complete(task.call());
          } catch (Exception e) {
            done.completeExceptionally(e);
          }
        });
    return done.get(10, TimeUnit.SECONDS);
  }
}
