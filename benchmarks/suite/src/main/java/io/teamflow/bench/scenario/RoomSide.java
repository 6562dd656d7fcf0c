package io.teamflow.bench.scenario;

import io.teamflow.bench.measure.Side;
import io.teamflow.bench.measure.Trial;
import io.teamflow.bench.socket.Heard;
import io.teamflow.bench.socket.SocketLoad;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A server with rooms full of sockets, told as much as it can pass on in time: in its warm-up it is
 * asked for more and more, and from then on for the most that it passed on whole and soon.
 */
final class RoomSide implements Side {
  /** What is too late. */
  private static final double P99_MAX_MS = 50;

  /** The search asks for so much more each time, and ends after so many failures in a row. */
  private static final double STEP = 1.6;

  private static final int FAILURES_MAX = 2;

  /** Then it halves what lies between the last rate that went well and the next one, so often. */
  private static final int HALVINGS = 2;

  /** Of the warm-up, at a low rate before the search; and of it for each step of the search. */
  private static final int SETTLE_SHARE = 3;

  private static final int STEP_SHARE = 6;

  /** So many times the warm-up between the two searches. */
  private static final int SETTLE_TIMES = 2;

  /** In less time there is nothing to be found. */
  private static final Duration SEARCH_MIN = Duration.ofSeconds(1);

  private final String name;
  private final Crowd crowd;
  private final int roomSize;
  private final double first;
  private final DoubleSupplier serverCpu;
  private final DoubleSupplier databaseCpu;
  private final Consumer<String> progress;
  private double rate;
  private @Nullable Heard last;

  /**
   * @param first messages in a second that any server passes on
   */
  RoomSide(
      String name,
      Crowd crowd,
      int roomSize,
      double first,
      DoubleSupplier serverCpu,
      DoubleSupplier databaseCpu,
      Consumer<String> progress) {
    this.name = name;
    this.crowd = crowd;
    this.roomSize = roomSize;
    this.first = first;
    this.serverCpu = serverCpu;
    this.databaseCpu = databaseCpu;
    this.progress = progress;
  }

  /** With sockets that stay. */
  RoomSide(
      String name,
      SocketLoad load,
      int roomSize,
      double first,
      DoubleSupplier serverCpu,
      DoubleSupplier databaseCpu,
      Consumer<String> progress) {
    this(name, new Crowd(() -> load, true), roomSize, first, serverCpu, databaseCpu, progress);
  }

  @Override
  public String name() {
    return name;
  }

  /** The last measurement; before any there is none. */
  @Nullable Heard last() {
    return last;
  }

  @Override
  public Trial run(Duration time) throws IOException, InterruptedException {
    try {
      return run(crowd.come(), time);
    } finally {
      crowd.rest();
    }
  }

  private Trial run(SocketLoad load, Duration time) throws IOException, InterruptedException {
    if (rate == 0) {
      rate = time.compareTo(SEARCH_MIN) < 0 ? first : search(load, time);
    }
    double serverBefore = serverCpu.getAsDouble();
    double databaseBefore = databaseCpu.getAsDouble();
    Heard heard = load.speak(rate, time);
    last = heard;
    return new Trial(
        heard.heard(),
        Math.max(0, heard.expected() - heard.heard()),
        heard.seconds(),
        serverCpu.getAsDouble() - serverBefore,
        databaseCpu.getAsDouble() - databaseBefore,
        heard.failure() == null ? "events that did not arrive" : heard.failure());
  }

  /**
   * First as high as it goes, and some time at that rate, as a server that was idle is slow and
   * finds its pace so; then from somewhat below that, by small steps. What is on the machine
   * besides makes a good rate fail now and then, so each may be tried twice.
   */
  private double search(SocketLoad load, Duration warmUp) throws IOException, InterruptedException {
    load.speak(first, atLeastASecond(warmUp.dividedBy(SETTLE_SHARE)));
    double coarse = mostInTime(load, first, atLeastASecond(warmUp.dividedBy(2L * STEP_SHARE)), 1);
    load.speak(coarse, warmUp.multipliedBy(SETTLE_TIMES));
    Duration step = atLeastASecond(warmUp.dividedBy(STEP_SHARE));
    double low = mostInTime(load, Math.max(first, coarse / STEP), step, 2);
    double factor = STEP;
    for (int i = 0; i < HALVINGS; i++) {
      factor = Math.sqrt(factor);
      low = passesOn(load, low * factor, step, 2) ? low * factor : low;
    }
    return low;
  }

  private double mostInTime(SocketLoad load, double from, Duration step, int tries)
      throws IOException, InterruptedException {
    double best = from;
    int failures = 0;
    for (double next = from * STEP; failures < FAILURES_MAX; next *= STEP) {
      boolean soon = passesOn(load, next, step, tries);
      best = soon ? next : best;
      failures = soon ? 0 : failures + 1;
    }
    return best;
  }

  private boolean passesOn(SocketLoad load, double next, Duration step, int tries)
      throws IOException, InterruptedException {
    return passesOn(load, next, step) || (tries > 1 && passesOn(load, next, step, tries - 1));
  }

  private boolean passesOn(SocketLoad load, double next, Duration step)
      throws IOException, InterruptedException {
    Heard heard = load.speak(next, step);
    boolean soon = heard.whole() && heard.p99Ms() <= P99_MAX_MS;
    progress.accept(
        "%s at %,.0f deliveries/s: p99 %.0f ms%s"
            .formatted(name, next * roomSize, heard.p99Ms(), soon ? "" : ", too much"));
    return soon;
  }

  private static Duration atLeastASecond(Duration time) {
    return time.compareTo(SEARCH_MIN) < 0 ? SEARCH_MIN : time;
  }
}
