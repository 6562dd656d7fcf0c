package io.teamflow.bench.scenario;

import io.teamflow.bench.measure.Side;
import io.teamflow.bench.measure.Trial;
import io.teamflow.bench.scenario.RateSearch.Bound;
import io.teamflow.bench.scenario.RateSearch.Rates;
import io.teamflow.bench.socket.Heard;
import io.teamflow.bench.socket.SocketLoad;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A server with rooms full of sockets, told as much as it can pass on within a bound: its first
 * warm-up looks for that, and from then on it is asked for so much.
 */
final class RoomSide {
  /** Of the warm-up, at a low rate before the search; and of it for each step of the search. */
  private static final int SETTLE_SHARE = 3;

  private static final int STEP_SHARE = 6;

  /** In less time there is nothing to be found. */
  private static final Duration SEARCH_MIN = Duration.ofSeconds(1);

  private final String name;
  private final Crowd crowd;
  private final int roomSize;
  private final double first;
  private final DoubleSupplier serverCpu;
  private final DoubleSupplier databaseCpu;
  private final Consumer<String> progress;
  private @Nullable Rates rates;
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

  String name() {
    return name;
  }

  /** The last measurement; before any there is none. */
  @Nullable Heard last() {
    return last;
  }

  /** Asked for the most within a bound. */
  Side within(Bound bound) {
    return new Side() {
      @Override
      public String name() {
        return name;
      }

      /** In parts it would look for its rate in the first one alone. */
      @Override
      public void warmUp(Duration most) throws IOException, InterruptedException {
        run(most);
      }

      @Override
      public Trial run(Duration time) throws IOException, InterruptedException {
        try {
          return measure(crowd.come(), bound, time);
        } finally {
          crowd.rest();
        }
      }
    };
  }

  private Trial measure(SocketLoad load, Bound bound, Duration time)
      throws IOException, InterruptedException {
    if (rates == null && time.compareTo(SEARCH_MIN) >= 0) {
      load.speak(first, atLeastASecond(time.dividedBy(SETTLE_SHARE)));
      Duration step = atLeastASecond(time.dividedBy(STEP_SHARE));
      rates = RateSearch.run(first, rate -> told(rate, load.speak(rate, step)));
    }
    double rate = rates == null ? first : rates.within(bound);
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

  private Heard told(double rate, Heard heard) {
    String words = ", too much";
    if (Bound.SOON.holds(heard)) {
      words = "";
    } else if (Bound.AT_ALL.holds(heard)) {
      words = ", late";
    }
    progress.accept(
        "%s at %,.0f deliveries/s: p99 %.0f ms%s"
            .formatted(name, rate * roomSize, heard.p99Ms(), words));
    return heard;
  }

  private static Duration atLeastASecond(Duration time) {
    return time.compareTo(SEARCH_MIN) < 0 ? SEARCH_MIN : time;
  }
}
