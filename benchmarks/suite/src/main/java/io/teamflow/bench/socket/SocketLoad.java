package io.teamflow.bench.socket;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Rooms full of sockets that listen, and a few sockets that speak, on one thread straight on the
 * channels. What is said is due at a fixed rate, whatever is heard, and carries when it was due.
 * The thread goes on between measurements, so that sockets stay alive. Loopback only.
 */
public final class SocketLoad implements AutoCloseable {
  /** Each so many listeners one has its deliveries timed. */
  private static final int SAMPLE = 50;

  /** Sockets that open at the same time; more than a server's backlog would be refused. */
  private static final int OPENING_MAX = 100;

  /**
   * While something is said the sockets are looked at so often, and not whenever one can be read:
   * each waking costs the server that wrote as well, and what the load uses the servers cannot
   * have.
   */
  private static final long TURN_NS = TimeUnit.MILLISECONDS.toNanos(1);

  /** Otherwise at least so often, unless a socket can be read or there is something to do. */
  private static final long IDLE_MS = 100;

  private static final int READ_BYTES = 1_048_576;
  private static final Duration OPEN_MAX = Duration.ofMinutes(2);
  private static final long DRAIN_NS = Duration.ofSeconds(3).toNanos();
  private static final long LATENCY_MAX_NS = Duration.ofMinutes(2).toNanos();
  private static final String WORDS = " who has time to look before the call at eleven?";

  final Dialect dialect;
  private final List<InetSocketAddress> servers;
  private final Selector selector;
  private final Thread thread;
  private final ByteBuffer read = ByteBuffer.allocateDirect(READ_BYTES);
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final List<String> rooms;
  private final int roomSize;
  private final List<SocketClient> listeners = new ArrayList<>();
  private final List<SocketClient> speakers = new ArrayList<>();
  private final ArrayDeque<SocketClient> unopened = new ArrayDeque<>();

  /** Completes when each socket is in its room, or one is not let in. */
  private final CompletableFuture<SocketLoad> everybody = new CompletableFuture<>();

  private volatile boolean closed;
  private volatile String words = WORDS;
  private volatile int deaf;
  private int opening;
  private @Nullable Burst burst;
  private @Nullable String broken;

  private SocketLoad(List<URI> servers, Dialect dialect, List<String> rooms, int roomSize)
      throws IOException {
    this.servers = new ArrayList<>();
    for (URI server : servers) {
      InetSocketAddress address = new InetSocketAddress(server.getHost(), server.getPort());
      if (address.isUnresolved() || !address.getAddress().isLoopbackAddress()) {
        throw new IOException("Load is put on this machine alone, not on " + server);
      }
      this.servers.add(address);
    }
    this.dialect = dialect;
    this.rooms = List.copyOf(rooms);
    this.roomSize = roomSize;
    this.selector = Selector.open();
    this.thread = Thread.ofPlatform().daemon().name("socket-load").unstarted(this::loop);
  }

  /**
   * Opens all sockets and waits until each is in its room.
   *
   * @param roomSize sockets that listen in each room
   * @param speakers sockets that speak, in all rooms in turn
   */
  public static SocketLoad open(
      URI server, Dialect dialect, List<String> rooms, int roomSize, int speakers)
      throws IOException, InterruptedException {
    return open(List.of(server), dialect, rooms, roomSize, speakers);
  }

  /** Like the other, with the sockets on several servers in turn. */
  public static SocketLoad open(
      List<URI> servers, Dialect dialect, List<String> rooms, int roomSize, int speakers)
      throws IOException, InterruptedException {
    SocketLoad load = new SocketLoad(servers, dialect, rooms, roomSize);
    int count = servers.size();
    for (int i = 0; i < rooms.size() * roomSize; i++) {
      Dialect.Joining joining = dialect.listener(rooms.get(i % rooms.size()));
      boolean sampled = i / count % SAMPLE == 0; // some on each server
      load.listeners.add(new SocketClient(load, joining, i % count, sampled, true));
    }
    load.unopened.addAll(load.listeners);
    for (int i = 0; i < speakers; i++) {
      SocketClient speaker = new SocketClient(load, dialect.speaker(), i % count, false, false);
      load.speakers.add(speaker);
      load.unopened.add(speaker);
    }
    int all = load.unopened.size();
    load.thread.start();
    try {
      return load.everybody.get(OPEN_MAX.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      load.close(); // from here on nobody else looks at them
      throw new IOException(
          "Not all of %d sockets of %s were let in, but %s: %s"
              .formatted(all, load.servers, load.stages(), e),
          e);
    }
  }

  /**
   * Speaks at a rate for a time, in all rooms in turn.
   *
   * @param perSecond how often something is said, above 0
   */
  public Heard speak(double perSecond, Duration time) throws IOException, InterruptedException {
    return speak(speakers, perSecond, time);
  }

  /** Speaks in the same way, on one of the servers alone. */
  public Heard speakOn(int server, double perSecond, Duration time)
      throws IOException, InterruptedException {
    List<SocketClient> there =
        speakers.stream().filter(speaker -> speaker.server() == server).toList();
    return speak(there, perSecond, time);
  }

  /** Says from now on so much at once. */
  public void speakAtLength(int characters) {
    words = WORDS + " " + "x".repeat(Math.max(0, characters - WORDS.length()));
  }

  /**
   * Reads no more from some of the sockets of a single room, none of those that are timed.
   * Deliveries to them are not expected from then on.
   */
  public void stopReading(int count) {
    deaf = count;
    tasks.add(
        () -> {
          try {
            for (SocketClient listener :
                listeners.stream().filter(each -> !each.isSampled()).limit(count).toList()) {
              listener.stopReading();
            }
          } catch (IOException e) {
            broke(e);
          }
        });
    selector.wakeup();
  }

  private Heard speak(List<SocketClient> who, double perSecond, Duration time)
      throws IOException, InterruptedException {
    Burst started = new Burst(who, 1e9 / perSecond, time.toNanos());
    tasks.add(() -> burst = started);
    selector.wakeup();
    long wait = time.plusSeconds(30).toMillis();
    try {
      return started.end.get(wait, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException(e);
    }
  }

  private void loop() {
    try {
      while (!closed) {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
          task.run();
        }
        while (opening < OPENING_MAX && !unopened.isEmpty()) {
          opening++;
          SocketClient next = unopened.remove();
          next.open(selector, servers.get(next.server()));
        }
        if (burst == null) {
          selector.select(this::ready, IDLE_MS);
        } else {
          burst.turn(System.nanoTime());
          LockSupport.parkNanos(TURN_NS);
          selector.selectNow(this::ready);
        }
      }
    } catch (IOException | RuntimeException e) {
      broke(e);
    }
  }

  private void ready(SelectionKey key) {
    try {
      ((SocketClient) key.attachment()).ready(key, read);
      if (burst != null) {
        burst.speak(System.nanoTime()); // or it would wait until all that can be read is read
      }
    } catch (IOException e) {
      key.cancel();
      broke(e);
    }
  }

  private void broke(Exception e) {
    broken = broken == null ? e.toString() : broken;
    everybody.completeExceptionally(e);
  }

  /** How far how many sockets have come. */
  private Map<SocketClient.Stage, Long> stages() {
    return Stream.concat(listeners.stream(), speakers.stream())
        .collect(Collectors.groupingBy(SocketClient::stage, TreeMap::new, Collectors.counting()));
  }

  /** A socket is in its room, or may speak. */
  void joined() {
    opening--;
    if (opening == 0 && unopened.isEmpty()) {
      everybody.complete(this);
    }
  }

  /** An event arrived at a listener; of some the text is known. */
  void heard(int server, String text) {
    Burst now = burst;
    if (now == null) {
      return;
    }
    now.heard++;
    int at = text.indexOf("t=");
    if (at >= 0) {
      long due = Long.parseLong(text, at + 2, text.indexOf(' ', at), 10);
      now.latencies.get(server).recordValue(Math.clamp(System.nanoTime() - due, 0, LATENCY_MAX_NS));
    }
  }

  /** The server refused what was said. */
  void refused(String why) {
    Burst now = burst;
    if (now != null && now.refusal == null) {
      now.refusal = why;
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    selector.wakeup();
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    try {
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } finally {
      selector.close();
    }
  }

  /** One time of speaking. */
  private final class Burst {
    final CompletableFuture<Heard> end = new CompletableFuture<>();
    final List<Histogram> latencies =
        servers.stream().map(_ -> new Histogram(LATENCY_MAX_NS, 3)).toList();
    private final List<SocketClient> speaking;
    private final double interval;
    private final long nanos;
    private final long start = System.nanoTime();
    private double due;
    private long said;
    private @Nullable String refusal;
    long heard;

    Burst(List<SocketClient> speaking, double interval, long nanos) {
      this.speaking = speaking;
      this.interval = interval;
      this.nanos = nanos;
    }

    /** Says what is due. */
    void speak(long now) throws IOException {
      while (due < nanos && start + (long) due <= now) {
        String body = "t=" + (start + (long) due) + words;
        String saying = dialect.say(rooms.get((int) (said % rooms.size())), body);
        speaking.get((int) (said % speaking.size())).say(saying);
        said++;
        due += interval;
      }
    }

    /** Says what is due, and ends when all was said and heard. */
    void turn(long now) throws IOException {
      speak(now);
      long expected = said * (roomSize - deaf);
      if (due >= nanos && (heard >= expected || broken != null || now > start + nanos + DRAIN_NS)) {
        burst = null;
        double seconds = (now - start) / 1e9;
        Histogram all = new Histogram(LATENCY_MAX_NS, 3);
        latencies.forEach(all::add);
        String failure = broken == null ? refusal : broken;
        end.complete(new Heard(said, expected, heard, seconds, all, latencies, failure));
      }
    }
  }
}
