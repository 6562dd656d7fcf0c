package io.teamflow.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.teamflow.codecs.stream.StreamId;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Lanes of one loop. */
class FlushLanesTest {
  private final Vertx vertx = Vertx.vertx();
  private final ContextInternal loop = (ContextInternal) vertx.getOrCreateContext();
  private final FollowedStream stream = new FollowedStream(StreamId.project(UUID.randomUUID()));
  private final Frame frame = Frame.signal(stream.id, "test", "{}");
  private final StreamSubscriber socket = new RecordingSubscriber(UUID.randomUUID());
  private final List<Integer> turns = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  @Test
  void manyWhoFollowTheSameSpreadOverAllLanesAndFewShareOne() {
    FlushLanes lanes = new FlushLanes(loop, (_, _) -> {});
    List<Integer> placed = new ArrayList<>();
    for (int i = 0; i < FlushLanes.COUNT * FlushLanes.TURN_MIN; i++) {
      placed.add(stream.place(lanes));
    }
    for (int lane = 0; lane < FlushLanes.COUNT; lane++) {
      assertEquals(FlushLanes.TURN_MIN, Collections.frequency(placed, lane));
    }
    assertEquals(1, Set.copyOf(placed.subList(0, FlushLanes.TURN_MIN)).size());
  }

  @Test
  void whoIsToldAgainComesAfterThoseWhoWait() throws Exception {
    StreamShare first = new StreamShare(stream, 0);
    StreamShare second = new StreamShare(stream, 1);
    CompletableFuture<List<Integer>> done = new CompletableFuture<>();
    FlushLanes[] lanes = new FlushLanes[1];
    lanes[0] =
        new FlushLanes(
            loop,
            (share, written) -> {
              turns.add(share.lane);
              share.takePending();
              written.addAll(Collections.nCopies(100, socket));
              if (turns.size() == 1) {
                tell(lanes[0], first);
              } else if (turns.size() == 3) {
                done.complete(turns);
              }
            });
    loop.runOnContext(
        _ -> {
          tell(lanes[0], first);
          tell(lanes[0], second);
        });
    assertEquals(List.of(0, 1, 0), done.get(10, TimeUnit.SECONDS));
  }

  @Test
  void whatIsToldInOneTurnOfTheLoopIsWrittenOnce() throws Exception {
    CompletableFuture<Integer> frames = new CompletableFuture<>();
    FlushLanes lanes =
        new FlushLanes(loop, (share, _) -> frames.complete(share.takePending().size()));
    StreamShare share = new StreamShare(stream, 5);
    loop.runOnContext(
        _ -> {
          for (int i = 0; i < 3; i++) {
            tell(lanes, share);
          }
        });
    assertEquals(3, frames.get(10, TimeUnit.SECONDS));
  }

  private void tell(FlushLanes lanes, StreamShare share) {
    if (share.add(frame)) {
      lanes.enqueue(share);
    }
  }
}
