package io.teamflow.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.teamflow.codecs.stream.CommittedEvent;
import io.teamflow.codecs.stream.EventType;
import io.teamflow.codecs.stream.StreamId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FrameRingTest {
  private static final StreamId PROJECT = StreamId.project(new UUID(1, 2));
  private static final Instant AT = Instant.parse("2026-11-25T17:00:00Z");

  @Test
  void recentFramesAreAtHand() {
    FrameRing ring = new FrameRing();
    Frame first = frame(7, EventType.MESSAGE_CREATED, "{}");
    Frame second = frame(8, EventType.TASK_UPDATED, "{\"type\":\"message.deleted\"}");
    ring.add(first);
    ring.add(second);
    assertTrue(ring.covers(6));
    assertFalse(ring.covers(5));
    assertEquals(List.of(first, second), ring.after(6));
    assertEquals(List.of(second), ring.after(7));
  }

  @Test
  void whatWasTakenBackIsNotAtHandAnyMore() {
    for (String type : EventType.TAKING_BACK) {
      FrameRing ring = new FrameRing();
      ring.add(frame(7, EventType.MESSAGE_CREATED, "{\"body\":\"secret\"}"));
      Frame deletion = frame(8, type, "{\"body\":\"\"}");
      ring.add(deletion);
      assertFalse(ring.covers(6), type);
      assertEquals(List.of(deletion), ring.after(0), type);
    }
  }

  private static Frame frame(long seq, String type, String payload) {
    return Frame.of(new CommittedEvent(PROJECT, seq, type, AT, null, payload));
  }
}
