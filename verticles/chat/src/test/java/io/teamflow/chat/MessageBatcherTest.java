package io.teamflow.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.chat.SendMessage;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Groups are whatever is handed over to be committed; a test ends their commits. */
class MessageBatcherTest {
  private record Group(List<String> bodies, Promise<List<Verdict>> committed) {
    void commit() {
      committed.complete(
          bodies.stream()
              .<Verdict>map(body -> new Verdict.Refused(Failure.conflict(body)))
              .toList());
    }
  }

  private final LinkedBlockingQueue<Group> groups = new LinkedBlockingQueue<>();
  private Vertx vertx;
  private Context loop;
  private MessageBatcher batcher;

  @BeforeEach
  void start() {
    vertx = Vertx.vertx();
    loop = vertx.getOrCreateContext();
    batcher =
        new MessageBatcher(
            vertx,
            drafts -> {
              Promise<List<Verdict>> committed = Promise.promise();
              groups.add(
                  new Group(
                      drafts.stream().map(draft -> draft.message().body()).toList(), committed));
              return committed.future();
            });
  }

  @AfterEach
  void close() throws Exception {
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  @Test
  void aLoneDraftGoesAtOnce() throws Exception {
    onLoop(
        () -> {
          batcher.add(draft("a"));
          assertEquals(List.of("a"), groups.remove().bodies());
          return null;
        });
  }

  @Test
  void whatComesWhileGroupsAreUnderWayGoesTogether() throws Exception {
    List<Future<Verdict>> told = new ArrayList<>();
    onLoop(() -> told.add(batcher.add(draft("a"))));
    Group first = next();
    onLoop(() -> told.add(batcher.add(draft("b"))));
    Group second = next();
    onLoop(
        () -> {
          told.add(batcher.add(draft("c")));
          return told.add(batcher.add(draft("d")));
        });
    onLoop(
        () -> {
          first.commit();
          return null;
        });
    Group third = next();
    assertEquals(List.of("b"), second.bodies());
    assertEquals(List.of("c", "d"), third.bodies());
    onLoop(
        () -> {
          third.commit();
          return null;
        });
    assertEquals("a", bodyOf(told.get(0)));
    assertFalse(told.get(1).isComplete(), "not before its own group");
    assertEquals("d", bodyOf(told.get(3)));
  }

  @Test
  void aGroupHasABound() throws Exception {
    onLoop(
        () -> {
          for (int i = 0; i < MessageBatcher.GROUP + 2; i++) {
            batcher.add(draft("m" + i));
          }
          return null;
        });
    next();
    assertEquals(MessageBatcher.GROUP, next().bodies().size());
  }

  @Test
  void moreThanCanWaitIsRefused() throws Exception {
    List<Future<Verdict>> told = new ArrayList<>();
    onLoop(
        () -> {
          for (int i = 0; i <= MessageBatcher.WAITING + 1; i++) {
            told.add(batcher.add(draft("m" + i)));
          }
          return null;
        });
    Failure refused = (Failure) told.get(MessageBatcher.WAITING + 1).cause();
    assertEquals(Failure.Code.LIMITED, refused.code());
  }

  @Test
  void whatCannotBeStoredFailsAlone() throws Exception {
    List<Future<Verdict>> told = new ArrayList<>();
    onLoop(() -> told.add(batcher.add(draft("first"))));
    onLoop(
        () -> {
          told.add(batcher.add(draft("good")));
          return told.add(batcher.add(draft("bad")));
        });
    next();
    Group both = next();
    Failure unstorable = Failure.invalid(List.of());
    onLoop(() -> both.committed().tryFail(unstorable));
    Group good = next();
    Group bad = next();
    onLoop(
        () -> {
          good.commit();
          return bad.committed().tryFail(unstorable);
        });
    assertEquals(List.of(List.of("good"), List.of("bad")), List.of(good.bodies(), bad.bodies()));
    assertEquals("good", bodyOf(told.get(1)));
    assertSame(unstorable, told.get(2).cause());
  }

  private Group next() throws InterruptedException {
    Group group = groups.poll(10, TimeUnit.SECONDS);
    assertTrue(group != null, "no group was committed");
    return group;
  }

  private <T> T onLoop(Callable<T> task) throws Exception {
    CompletableFuture<T> done = new CompletableFuture<>();
    loop.runOnContext(
        _ -> {
          try {
            done.complete(task.call());
          } catch (Throwable e) {
            done.completeExceptionally(e);
          }
        });
    return done.get(10, TimeUnit.SECONDS);
  }

  private static Draft draft(String body) {
    return new Draft(
        UUID.randomUUID(),
        new SendMessage(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID(), body, null));
  }

  private static String bodyOf(Future<Verdict> told) {
    return ((Verdict.Refused) told.result()).failure().detail();
  }
}
