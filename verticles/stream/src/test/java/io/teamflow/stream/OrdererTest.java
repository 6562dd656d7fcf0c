package io.teamflow.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class OrdererTest {
  private static final UUID STREAM = new UUID(1, 2);

  @Test
  void anyShuffleWithRepeatsComesOutInOrderOnce() {
    for (long seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      List<Frame> frames = new ArrayList<>();
      for (long seq = 1; seq <= 50; seq++) {
        frames.add(frame(seq));
        if (random.nextBoolean()) {
          frames.add(frame(seq));
        }
      }
      Collections.shuffle(frames, random);
      Orderer orderer = new Orderer();
      long start = random.nextInt(20);
      int startAfter = random.nextInt(frames.size());
      List<Frame> delivered = new ArrayList<>();
      for (int i = 0; i < frames.size(); i++) {
        if (i == startAfter) {
          delivered.addAll(orderer.start(start));
        }
        delivered.addAll(orderer.offer(frames.get(i)));
      }
      assertEquals(
          LongStream.rangeClosed(start + 1, 50).boxed().toList(),
          delivered.stream().map(Frame::seq).toList(),
          "seed " + seed);
      assertFalse(orderer.hasHole());
    }
  }

  @Test
  void whatIsAheadOfAHoleWaitsWithinABound() {
    Orderer orderer = new Orderer();
    orderer.start(0);
    for (long seq = 2; seq < 10_000; seq++) {
      assertTrue(orderer.offer(frame(seq)).isEmpty());
    }
    assertTrue(orderer.hasHole());
    assertEquals(Orderer.AHEAD_MAX, orderer.offer(frame(1)).size());
    assertFalse(orderer.hasHole());
  }

  private static Frame frame(long seq) {
    return new Frame(STREAM, seq, new byte[] {'{', '}'});
  }
}
