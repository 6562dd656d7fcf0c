package io.teamflow.stream;

import io.netty.channel.EventLoop;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/**
 * When the sockets of one event loop are flushed: in lanes, which take turns. When idle what is
 * told goes out at once. Under load turns are spaced ({@link LanePace}), which bounds the number of
 * writes, the true price of fan-out; and as they are spread over the time, a flush of a thousand
 * sockets never keeps the database and those who read from the processors (ADR 13).
 */
final class FlushLanes {
  /** How many lanes a loop has. */
  static final int COUNT = 8;

  /**
   * So many sockets are worth a turn: with fewer the next lane is taken along, and so many who
   * follow the same are put in one lane, as frames are joined once for those of a lane.
   */
  static final int TURN_MIN = 32;

  /** To wait for less costs more than it saves: the loop would ask the system once more. */
  private static final long AT_ONCE_NS = TimeUnit.MILLISECONDS.toNanos(1);

  private final ContextInternal context;
  private final EventLoop loop;
  private final BiConsumer<StreamShare, List<StreamSubscriber>> write;
  private final List<List<StreamShare>> waiting = new ArrayList<>();
  private final Queue<Integer> turns = new ArrayDeque<>();
  private final LanePace pace = new LanePace(COUNT, System.nanoTime());
  private boolean scheduled;
  private int last;

  /**
   * @param write writes what waits in a share, and adds the subscribers that took it to a list
   */
  FlushLanes(ContextInternal context, BiConsumer<StreamShare, List<StreamSubscriber>> write) {
    this.context = context;
    this.loop = context.nettyEventLoop();
    this.write = write;
    for (int lane = 0; lane < COUNT; lane++) {
      waiting.add(new ArrayList<>());
    }
  }

  /** The lane after the one that was last asked for. */
  int next() {
    last = (last + 1) % COUNT;
    return last;
  }

  /** Frames wait in a share where none did. */
  void enqueue(StreamShare share) {
    List<StreamShare> lane = waiting.get(share.lane);
    if (lane.isEmpty()) {
      turns.add(share.lane);
    }
    lane.add(share);
    schedule();
  }

  private void schedule() {
    Integer lane = turns.peek();
    if (scheduled || lane == null) {
      return;
    }
    scheduled = true;
    long wait = pace.waitOf(lane, System.nanoTime());
    if (wait <= AT_ONCE_NS) {
      context.runOnContext(_ -> turn());
    } else {
      loop.schedule(() -> context.dispatch(this::turn), wait, TimeUnit.NANOSECONDS);
    }
  }

  /** Writes everything of a lane at once, so that the order holds; of small lanes several. */
  private void turn() {
    long start = System.nanoTime();
    List<StreamSubscriber> written = new ArrayList<>();
    int lanes = 0;
    int shares = 0;
    int frames = 0;
    try {
      while (!turns.isEmpty() && written.size() < TURN_MIN) {
        lanes++;
        int lane = turns.remove();
        pace.begin(lane, start);
        for (StreamShare share : waiting.set(lane, new ArrayList<>())) {
          shares++;
          frames += share.pending();
          write.accept(share, written);
        }
      }
    } finally {
      int turnLanes = lanes;
      int framesEach = frames / Math.max(1, shares);
      long writing = System.nanoTime() - start;
      SlicedFlush.run(
          loop,
          written,
          flushing -> {
            pace.end(start, writing + flushing, turnLanes, framesEach);
            scheduled = false;
            schedule();
          });
    }
  }
}
