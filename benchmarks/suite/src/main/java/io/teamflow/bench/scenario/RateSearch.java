package io.teamflow.bench.scenario;

import io.teamflow.bench.socket.Heard;
import java.io.IOException;

/**
 * Looks for the most that a server passes on whole within each bound, by asking for more and more
 * until it is overwhelmed. That goes again and again from the most that was soon, until the most at
 * all is no more than before: a server that was idle is slow, and finds its pace by being asked.
 * Then by small steps, each tried twice: what is on the machine besides makes a good rate fail now
 * and then.
 */
final class RateSearch {
  /** How late the last of a hundred deliveries may be. */
  enum Bound {
    /** What a person does not notice. */
    SOON(50),

    /**
     * What shows that a server is overwhelmed. Where writes are put together latency is the same at
     * any rate up to that, and lies on either side of what is soon by chance.
     */
    AT_ALL(100);

    final int ms;

    Bound(int ms) {
      this.ms = ms;
    }

    boolean holds(Heard heard) {
      return heard.whole() && heard.p99Ms() <= ms;
    }
  }

  /** Passes on so many messages a second for a while. */
  @FunctionalInterface
  interface Server {
    Heard passOn(double rate) throws IOException, InterruptedException;
  }

  /** The search asks for so much more each time, and ends when so many in a row overwhelmed. */
  private static final double STEP = 1.6;

  private static final int OVERWHELMED_MAX = 2;

  /** Then it halves what lies between the last rate that went well and the next one, so often. */
  private static final int HALVINGS = 2;

  /** It goes again until it finds no more so often in a row, or so often. */
  private static final int IN_VAIN_MAX = 2;

  private static final int SWEEPS_MAX = 8;

  /** The most that was passed on within each bound, in messages a second. */
  record Rates(double soon, double atAll) {
    double within(Bound bound) {
      return switch (bound) {
        case SOON -> soon;
        case AT_ALL -> atAll;
      };
    }

    private Rates and(double rate, Heard heard) {
      return new Rates(
          Bound.SOON.holds(heard) ? Math.max(soon, rate) : soon,
          Bound.AT_ALL.holds(heard) ? Math.max(atAll, rate) : atAll);
    }
  }

  private final Server server;
  private Rates most;

  private RateSearch(double first, Server server) {
    this.server = server;
    this.most = new Rates(first, first);
  }

  /**
   * @param first what any server passes on
   */
  static Rates run(double first, Server server) throws IOException, InterruptedException {
    RateSearch search = new RateSearch(first, server);
    search.run();
    return search.most;
  }

  private void run() throws IOException, InterruptedException {
    for (int sweep = 0, inVain = 0; inVain < IN_VAIN_MAX && sweep < SWEEPS_MAX; sweep++) {
      double before = most.atAll;
      sweep();
      inVain = most.atAll > before ? 0 : inVain + 1;
    }
    for (Bound bound : Bound.values()) {
      double factor = STEP;
      for (int i = 0; i < HALVINGS; i++) {
        factor = Math.sqrt(factor);
        double rate = most.within(bound) * factor;
        if (!bound.holds(attempt(rate))) {
          attempt(rate);
        }
      }
    }
  }

  private void sweep() throws IOException, InterruptedException {
    int overwhelmed = 0;
    for (double rate = most.soon; overwhelmed < OVERWHELMED_MAX; rate *= STEP) {
      overwhelmed = Bound.AT_ALL.holds(attempt(rate)) ? 0 : overwhelmed + 1;
    }
  }

  private Heard attempt(double rate) throws IOException, InterruptedException {
    Heard heard = server.passOn(rate);
    most = most.and(rate, heard);
    return heard;
  }
}
