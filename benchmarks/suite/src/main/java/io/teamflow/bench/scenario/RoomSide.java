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

  /**
   * And what shows that a server is overwhelmed. In between a rate fails, but a higher one may go
   * well: where writes are put together latency is the same at any rate up to that, and lies on
   * either side of what is too late by chance.
   */
  private static final double OVERWHELMED_MS = 2 * P99_MAX_MS;

  /** The search asks for so much more each time, and ends when so many in a row overwhelmed. */
  private static final double STEP = 1.6;

  private static final int OVERWHELMED_MAX = 2;

  /** Then it halves what lies between the last rate that went well and the next one, so often. */
  private static final int HALVINGS = 2;

  /** Of the warm-up, at a low rate before the search; and of it for each step of the search. */
  private static final int SETTLE_SHARE = 3;

  private static final int STEP_SHARE = 6;

  /** The search ends when it finds no more so often in a row, or has been made so often. */
  private static final int IN_VAIN_MAX = 2;

  private static final int SWEEPS_MAX = 8;

  /** In less time there is nothing to be found. */
  private static final Duration SEARCH_MIN = Duration.ofSeconds(1);

  /** How a rate was passed on, the best first. */
  private enum Passed {
    IN_TIME(""),
    LATE(", late"),
    NOT(", too much");

    final String words;

    Passed(String words) {
      this.words = words;
    }

    static Passed of(Heard heard) {
      if (!heard.whole() || heard.p99Ms() > OVERWHELMED_MS) {
        return NOT;
      }
      return heard.p99Ms() > P99_MAX_MS ? LATE : IN_TIME;
    }
  }

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

  /** In parts it would look for its rate in the first one alone. */
  @Override
  public void warmUp(Duration most) throws IOException, InterruptedException {
    run(most);
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
    load.speak(rate, time.dividedBy(2)); // who was idle while another side spoke is slow at first
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
   * Again and again from somewhat below what was found, until that is no more than before: a server
   * that was idle is slow, and finds its pace by being asked. Then by small steps. What is on the
   * machine besides makes a good rate fail now and then, so each may be tried twice.
   */
  private double search(SocketLoad load, Duration warmUp) throws IOException, InterruptedException {
    load.speak(first, atLeastASecond(warmUp.dividedBy(SETTLE_SHARE)));
    Duration step = atLeastASecond(warmUp.dividedBy(STEP_SHARE));
    double low = first;
    for (int sweep = 0, inVain = 0; inVain < IN_VAIN_MAX && sweep < SWEEPS_MAX; sweep++) {
      double found = mostInTime(load, Math.max(first, low / STEP), step);
      inVain = found > low ? 0 : inVain + 1;
      low = Math.max(low, found);
    }
    double factor = STEP;
    for (int i = 0; i < HALVINGS; i++) {
      factor = Math.sqrt(factor);
      low = betterOfTwo(load, low * factor, step) == Passed.IN_TIME ? low * factor : low;
    }
    return low;
  }

  private double mostInTime(SocketLoad load, double from, Duration step)
      throws IOException, InterruptedException {
    double best = from;
    int overwhelmed = 0;
    for (double next = from * STEP; overwhelmed < OVERWHELMED_MAX; next *= STEP) {
      Passed passed = betterOfTwo(load, next, step);
      best = passed == Passed.IN_TIME ? next : best;
      overwhelmed = passed == Passed.NOT ? overwhelmed + 1 : 0;
    }
    return best;
  }

  private Passed betterOfTwo(SocketLoad load, double next, Duration step)
      throws IOException, InterruptedException {
    Passed first = pass(load, next, step);
    if (first == Passed.IN_TIME) {
      return first;
    }
    Passed second = pass(load, next, step);
    return second.compareTo(first) < 0 ? second : first;
  }

  private Passed pass(SocketLoad load, double next, Duration step)
      throws IOException, InterruptedException {
    Heard heard = load.speak(next, step);
    Passed passed = Passed.of(heard);
    progress.accept(
        "%s at %,.0f deliveries/s: p99 %.0f ms%s"
            .formatted(name, next * roomSize, heard.p99Ms(), passed.words));
    return passed;
  }

  private static Duration atLeastASecond(Duration time) {
    return time.compareTo(SEARCH_MIN) < 0 ? SEARCH_MIN : time;
  }
}
