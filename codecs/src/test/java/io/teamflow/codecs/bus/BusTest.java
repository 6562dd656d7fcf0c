package io.teamflow.codecs.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.teamflow.codecs.auth.GetMe;
import io.teamflow.codecs.auth.Logout;
import io.teamflow.codecs.bus.Failure.Code;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BusTest {
  private static final Caller CALLER =
      new Caller(new UUID(1, 2), new UUID(3, 4), "127.0.0.1", "00-" + "a".repeat(32) + "-b-00");
  private static final Address<Logout, Done> REPEATABLE =
      Address.repeatable("test.repeatable", Logout.class, Done.class);
  private static final Address<Logout, Done> ONCE =
      Address.once("test.once", Logout.class, Done.class);

  private final Vertx vertx = Vertx.vertx();
  private final Bus bus = Bus.on(vertx);

  @AfterEach
  void close() throws Exception {
    vertx.close().await(5, TimeUnit.SECONDS);
  }

  @Test
  void theHandlerGetsTheCallerAndTheVeryCommand() {
    AtomicReference<Caller> seen = new AtomicReference<>();
    AtomicReference<Logout> command = new AtomicReference<>();
    serve(
        ONCE,
        (caller, logout) -> {
          seen.set(caller);
          command.set(logout);
          return Future.succeededFuture(new Done());
        });
    Logout sent = new Logout();
    bus.request(ONCE, CALLER, sent).await();
    assertEquals(CALLER, seen.get());
    assertSame(sent, command.get());
  }

  @Test
  void whatAHandlerThrowsOrFailsWithIsAnswered() {
    serve(
        ONCE,
        (_, _) -> {
          throw new IllegalStateException("secret detail");
        });
    Failure thrown = refusal(ONCE);
    assertEquals(Code.INTERNAL, thrown.code());
    assertTrue(!thrown.detail().contains("secret"));
    serve(REPEATABLE, (_, _) -> Future.failedFuture(Failure.conflict("taken")));
    assertEquals(Code.CONFLICT, refusal(REPEATABLE).code());
  }

  @Test
  @SuppressWarnings("NullAway") // what the compiler forbids may still happen
  void nullIsNoAnswer() {
    serve(ONCE, (_, _) -> Future.succeededFuture(null));
    assertEquals(Code.INTERNAL, refusal(ONCE).code());
    serve(REPEATABLE, (_, _) -> null);
    assertEquals(Code.INTERNAL, refusal(REPEATABLE).code());
  }

  @Test
  void whereNobodyServesTheRequestFailsAtOnce() {
    assertEquals(Code.UNAVAILABLE, refusal(ONCE).code());
  }

  @Test
  void aHandlerThatNeverAnswersIsGivenUpWithinTheDeadline() {
    AtomicInteger calls = new AtomicInteger();
    BiFunction<Caller, Logout, Future<Done>> silent =
        (_, _) -> {
          calls.incrementAndGet();
          return Promise.<Done>promise().future();
        };
    serve(ONCE, silent);
    serve(REPEATABLE, silent);
    assertEquals(Code.UNAVAILABLE, refusal(ONCE).code());
    assertEquals(1, calls.get());
    assertEquals(Code.UNAVAILABLE, refusal(REPEATABLE).code());
    assertEquals(3, calls.get());
  }

  @Test
  void aMessageThatTheHandlerDoesNotKnowIsRefused() {
    serve(ONCE, (_, _) -> Future.succeededFuture(new Done()));
    Address<GetMe, Done> newer = Address.once(ONCE.name(), GetMe.class, Done.class);
    Failure failure =
        assertThrows(
            Failure.class,
            () -> bus.request(newer, CALLER, new GetMe()).await(3, TimeUnit.SECONDS));
    assertEquals(Code.INVALID, failure.code());
  }

  @Test
  void afterStopServingNobodyAnswers() throws Exception {
    serve(ONCE, (_, _) -> Future.succeededFuture(new Done()));
    bus.stopServing().await(3, TimeUnit.SECONDS);
    assertEquals(Code.UNAVAILABLE, refusal(ONCE).code());
  }

  private void serve(
      Address<Logout, Done> address, BiFunction<Caller, Logout, Future<Done>> handler) {
    bus.serve(address, handler).await();
  }

  /** Within the deadline and a little for the machine. */
  private Failure refusal(Address<Logout, Done> address) {
    return assertThrows(
        Failure.class, () -> bus.request(address, CALLER, new Logout()).await(3, TimeUnit.SECONDS));
  }
}
