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
 * told goes out at once. Under load turns are spaced by what the last one cost, which bounds the
 * number of writes, the true price of fan-out; and as they are spread over the time, a flush of a
 * thousand sockets never keeps the database and those who read from the processors (ADR 13).
 */
final class FlushLanes {
  /** How many lanes a loop has. */
  static final int COUNT = 8;

  /**
   * So many sockets are worth a turn: with fewer the next lane is taken along, and so many who
   * follow the same are put in one lane, as frames are joined once for those of a lane.
   */
  static final int TURN_MIN = 32;

  /**
   * Under load turns of a lane begin at most so far apart, unless flushes alone take three quarters
   * of that: it bounds the latency that load adds.
   */
  private static final long PERIOD_MAX_NS = TimeUnit.MILLISECONDS.toNanos(25);

  /**
   * Turns begin so many times as far apart as one takes: the more frames a write carried, the more
   * a wait saves, and where each carried one it only delays.
   */
  private static final int FACTOR_MIN = 2;

  private static final int FACTOR_MAX = 5;

  /** To wait for less costs more than it saves: the loop would ask the system once more. */
  private static final long AT_ONCE_NS = TimeUnit.MILLISECONDS.toNanos(1);

  private final ContextInternal context;
  private final EventLoop loop;
  private final BiConsumer<StreamShare, List<StreamSubscriber>> write;
  private final List<List<StreamShare>> waiting = new ArrayList<>();
  private final Queue<Integer> turns = new ArrayDeque<>();
  private boolean scheduled;
  private final long[] lastTurns = new long[COUNT];
  private long nextTurn = System.nanoTime();
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
      lastTurns[lane] = nextTurn - PERIOD_MAX_NS;
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
    long now = System.nanoTime();
    long wait = Math.min(nextTurn - now, lastTurns[lane] + PERIOD_MAX_NS - now);
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
        lastTurns[lane] = start;
        for (StreamShare share : waiting.set(lane, new ArrayList<>())) {
          shares++;
          frames += share.pending();
          write.accept(share, written);
        }
      }
    } finally {
      long factor = Math.clamp(frames / Math.max(1, shares), FACTOR_MIN, FACTOR_MAX);
      long most = PERIOD_MAX_NS * lanes / COUNT;
      long writing = System.nanoTime() - start;
      SlicedFlush.run(
          loop,
          written,
          flushing -> {
            long took = writing + flushing;
            nextTurn = start + Math.max(took * 4 / 3, Math.min(most, factor * took));
            scheduled = false;
            schedule();
          });
    }
  }
}
