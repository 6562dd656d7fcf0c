package io.teamflow.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.chat.SendMessage;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class IsolationTest {
  private final Failure unstorable = Failure.invalid("A value cannot be stored.");

  private final List<String> written = new ArrayList<>();

  @Test
  void whatCannotBeStoredFailsAlone() {
    List<Verdict> verdicts = Isolation.write(drafts("a", "poison", "b"), this::insert).result();
    assertEquals(List.of("a", "b"), written);
    assertEquals(3, verdicts.size());
    assertSame(unstorable, ((Verdict.Refused) verdicts.get(1)).failure());
  }

  @Test
  void whatLosesToAnotherGroupFailsAloneAndIsLookedAtOnceMore() {
    Failure lost = Failure.conflict("It exists already.");
    Iterator<Future<List<Verdict>>> answers =
        List.of(
                Future.<List<Verdict>>failedFuture(lost),
                verdict("first"),
                verdict("reused"),
                Future.<List<Verdict>>failedFuture(lost))
            .iterator();
    List<Verdict> verdicts = Isolation.write(drafts("a", "b", "c"), _ -> answers.next()).result();
    assertEquals(
        List.of("first", "reused", "It exists already."),
        verdicts.stream().map(v -> ((Verdict.Refused) v).failure().getMessage()).toList());
  }

  private static Future<List<Verdict>> verdict(String detail) {
    return Future.succeededFuture(List.of(new Verdict.Refused(Failure.conflict(detail))));
  }

  @Test
  void aDatabaseThatDoesNotAnswerFailsTheGroup() {
    Failure silent = Failure.unavailable("The service did not answer in time.");
    Future<?> failed = Isolation.write(drafts("a", "b"), _ -> Future.failedFuture(silent));
    assertSame(silent, failed.cause());
  }

  private Future<List<Verdict>> insert(List<Draft> drafts) {
    List<String> bodies = drafts.stream().map(draft -> draft.message().body()).toList();
    if (bodies.contains("poison")) {
      return Future.failedFuture(unstorable);
    }
    written.addAll(bodies);
    return Future.succeededFuture(
        bodies.stream().<Verdict>map(b -> new Verdict.Refused(Failure.conflict(b))).toList());
  }

  private static List<Draft> drafts(String... bodies) {
    return Arrays.stream(bodies).map(IsolationTest::draft).toList();
  }

  private static Draft draft(String body) {
    return new Draft(
        UUID.randomUUID(),
        new SendMessage(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID(), body, null));
  }
}
