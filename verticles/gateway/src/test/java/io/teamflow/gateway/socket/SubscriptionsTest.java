package io.teamflow.gateway.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.stream.StreamId;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SubscriptionsTest {
  private final Subscriptions subscriptions = new Subscriptions(2);
  private final StreamId one = StreamId.project(UUID.randomUUID());
  private final StreamId two = StreamId.team(UUID.randomUUID());
  private final StreamId three = StreamId.user(UUID.randomUUID());

  @Test
  void whoAskedFollowsOnlyOnceItWasLetIn() {
    subscriptions.ask(one, 7);
    assertFalse(subscriptions.follows(one));
    assertEquals(7, subscriptions.letIn(one));
    assertTrue(subscriptions.follows(one));
    subscriptions.remove(one);
    assertFalse(subscriptions.follows(one));
  }

  @Test
  void whoWasRefusedFollowsNothingAndMayAskAgain() {
    subscriptions.ask(one, "a");
    assertEquals("a", subscriptions.refused(one));
    assertFalse(subscriptions.follows(one));
    subscriptions.ask(one, null);
    assertNull(subscriptions.letIn(one));
  }

  @Test
  void whoFollowsAndIsRefusedWhenItAsksAgainFollowsStill() {
    subscriptions.ask(one, 1);
    subscriptions.letIn(one);
    subscriptions.ask(one, 2);
    assertEquals(2, subscriptions.refused(one));
    assertTrue(subscriptions.follows(one));
  }

  @Test
  void oneQuestionAtATimeAndNoMoreChannelsThanAllowed() {
    subscriptions.ask(one, 1);
    assertThrows(Failure.class, () -> subscriptions.ask(one, 2));
    assertEquals(1, subscriptions.letIn(one));
    subscriptions.ask(two, 3);
    assertThrows(Failure.class, () -> subscriptions.ask(three, 4));
    subscriptions.ask(one, 5); // to follow twice is no more
    subscriptions.refused(two);
    subscriptions.ask(three, 6);
  }
}
