package io.teamflow.bench.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Load on one server from one thread, straight on the sockets: the less a request costs here, the
 * more of the machine is left to the server. One request at a time on each connection, no
 * pipelining. Loopback only.
 *
 * <p>Closed loop: each connection asks again as soon as it was answered, which finds the most a
 * server can do. Open loop: requests are due at a fixed rate and wait while no connection is free;
 * their latency counts from when they were due, so that a server that stalls cannot hide it
 * (coordinated omission).
 */
public final class HttpLoad implements AutoCloseable {
  private static final int READ_BYTES = 262_144;
  private static final long DRAIN_NS = Duration.ofSeconds(5).toNanos();
  private static final long LATENCY_MAX_NS = Duration.ofMinutes(2).toNanos();

  private final Selector selector;
  private final ByteBuffer read = ByteBuffer.allocateDirect(READ_BYTES);
  private final Histogram latency = new Histogram(LATENCY_MAX_NS, 3);
  private final ArrayDeque<Connection> idle = new ArrayDeque<>();

  /** Nanoseconds between requests, 0 in the closed loop. */
  private final double interval;

  private boolean stopping;
  private int inFlight;
  private long done;
  private long failed;
  private @Nullable String firstFailure;

  private HttpLoad(double interval) throws IOException {
    this.interval = interval;
    this.selector = Selector.open();
  }

  /** Keeps a connection for each speaker busy. */
  public static Outcome closed(URI server, List<? extends Speaker> speakers, Duration time)
      throws IOException {
    return run(server, speakers, time, 0);
  }

  /**
   * Asks at a rate, whatever the answers.
   *
   * @param rate requests in a second, above 0
   */
  public static Outcome open(
      URI server, List<? extends Speaker> speakers, Duration time, double rate) throws IOException {
    return run(server, speakers, time, 1e9 / rate);
  }

  private static Outcome run(
      URI server, List<? extends Speaker> speakers, Duration time, double interval)
      throws IOException {
    InetSocketAddress address = new InetSocketAddress(server.getHost(), server.getPort());
    if (address.isUnresolved() || !address.getAddress().isLoopbackAddress()) {
      throw new IOException("Load is put on this machine alone, not on " + server);
    }
    try (HttpLoad load = new HttpLoad(interval)) {
      for (Speaker speaker : speakers) {
        load.idle.add(load.new Connection(address, speaker));
      }
      return load.run(time.toNanos());
    }
  }

  private Outcome run(long nanos) throws IOException {
    long start = System.nanoTime();
    long end = start + nanos;
    double due = 0;
    while (true) {
      long now = System.nanoTime();
      stopping = stopping || now >= end;
      if (stopping && (inFlight == 0 || now > end + DRAIN_NS)) {
        break;
      }
      while (!stopping && !idle.isEmpty() && start + (long) due <= now) {
        idle.removeFirst().ask(interval == 0 ? now : start + (long) due);
        due += interval;
      }
      if (!stopping && idle.isEmpty() && inFlight == 0) {
        break; // every connection broke
      }
      long wait = interval == 0 || idle.isEmpty() ? end - now : start + (long) due - now;
      selector.select(this::ready, Math.clamp(wait / 1_000_000, 1, 100));
    }
    long stopped = System.nanoTime();
    while (interval > 0 && start + (long) due < end) {
      latency.recordValue(stopped - start - (long) due); // still unasked
      due += interval;
    }
    if (inFlight > 0) {
      fail("no answer within " + Duration.ofNanos(DRAIN_NS));
    }
    return new Outcome(done, failed, (stopped - start) / 1e9, latency, firstFailure);
  }

  private void ready(SelectionKey key) {
    Connection connection = (Connection) key.attachment();
    try {
      if (key.isWritable()) {
        connection.write();
      }
      if (key.isReadable()) {
        connection.read();
      }
    } catch (IOException e) {
      key.cancel();
      inFlight--;
      fail("a connection broke: " + e.getMessage());
    }
  }

  private void fail(String why) {
    failed++;
    firstFailure = firstFailure == null ? why : firstFailure;
  }

  /** Closes every connection. */
  @Override
  public void close() throws IOException {
    for (SelectionKey key : selector.keys()) {
      key.channel().close();
    }
    selector.close();
  }

  /** One connection and what is under way on it. */
  private final class Connection {
    private final SocketChannel channel;
    private final SelectionKey key;
    private final Speaker speaker;
    private final Answers answers = new Answers();
    private ByteBuffer request = ByteBuffer.allocate(0);
    private long askedAt;

    Connection(InetSocketAddress address, Speaker speaker) throws IOException {
      this.speaker = speaker;
      channel = SocketChannel.open(address);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.configureBlocking(false);
      key = channel.register(selector, SelectionKey.OP_READ, this);
    }

    void ask(long at) throws IOException {
      askedAt = at;
      inFlight++;
      request = speaker.next();
      write();
    }

    void write() throws IOException {
      channel.write(request);
      int interest = SelectionKey.OP_READ | (request.hasRemaining() ? SelectionKey.OP_WRITE : 0);
      if (key.interestOps() != interest) {
        key.interestOps(interest);
      }
    }

    void read() throws IOException {
      read.clear();
      if (channel.read(read) < 0) {
        throw new IOException("closed by the server");
      }
      if (!answers.take(read.flip())) {
        return;
      }
      long now = System.nanoTime();
      inFlight--;
      latency.recordValue(Math.min(now - askedAt, LATENCY_MAX_NS));
      if (speaker.answered(answers.status())) {
        done++;
      } else {
        fail("status " + answers.status());
      }
      if (interval == 0 && !stopping) {
        ask(now);
      } else {
        idle.add(this);
      }
    }
  }
}
