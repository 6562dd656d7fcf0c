package io.teamflow.stream;

import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.stream.CommittedEvent;
import io.teamflow.codecs.stream.EventType;
import io.teamflow.codecs.stream.Position;
import io.teamflow.codecs.stream.StreamId;
import io.teamflow.stream.database.Database;
import io.teamflow.stream.database.Purge;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.internal.ContextInternal;
import io.vertx.pgclient.PgConnectOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The hub of a node: a verticle of one instance, on whose loop every open stream has its one {@link
 * Orderer}. Other threads hand frames over through a queue that is drained once per turn; ordered
 * frames go to the {@link LoopFanout} of each loop that has subscribers.
 */
public final class NodeStreamHub extends VerticleBase implements StreamHub {
  private static final Logger log = LoggerFactory.getLogger(NodeStreamHub.class);

  /** How long an overtaken frame may take: two origin nodes overtake each other all the time. */
  private static final long REORDER_WINDOW_MS = 40;

  /** After which peers know of our interest, even those that did not say so. */
  private static final long INTEREST_MS = 200;

  private static final int SIGNALS_MAX = 10_000;

  private final PgConnectOptions database;
  private final Peers peers;
  private final Duration kept;
  private final Predicate<CommittedEvent> published;

  private final Queue<Frame> inbox = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean drainScheduled = new AtomicBoolean();
  private final Map<io.netty.channel.EventLoop, LoopFanout> loops = new ConcurrentHashMap<>();
  private final Map<UUID, OpenStream> streams = new HashMap<>();
  private final Presence presence = new Presence();
  private Set<String> recentSignals = new HashSet<>();

  private Context hubContext;
  private PgStreamLog streamLog;
  private PgOpeningLog openings;
  private NodePipe pipe;
  private PresencePipe presencePipe;
  private RightsSweep sweep;

  /**
   * @param peers the other nodes
   * @param kept how long events can be replayed, in whole days; the same on every node
   */
  public NodeStreamHub(PgConnectOptions database, Peers peers, Duration kept) {
    this(database, peers, kept, _ -> true);
  }

  /**
   * @param published whether an event is really published; a test drops some on purpose
   */
  @SuppressWarnings("NullAway.Init") // the rest is opened by start(), on the verticle's own loop
  NodeStreamHub(
      PgConnectOptions database, Peers peers, Duration kept, Predicate<CommittedEvent> published) {
    this.database = database;
    this.peers = peers;
    this.kept = kept;
    this.published = published;
  }

  @Override
  public Future<?> start() {
    hubContext = vertx.getOrCreateContext();
    Database own = Database.open(vertx, database, 1, 1);
    streamLog = new PgStreamLog(own);
    openings = new PgOpeningLog(vertx, own.reads(), streamLog);
    pipe = new NodePipe(vertx, peers, frames -> frames.forEach(this::arrive));
    presencePipe = new PresencePipe(vertx, pipe, presence, this::presenceChanged);
    presencePipe.start();
    pipe.carry(presencePipe);
    vertx.setPeriodic(1_000, _ -> recentSignals = new HashSet<>());
    new HeadCheck(vertx, streamLog, streams, this::fetch, this::rewound).start();
    sweep = new RightsSweep(vertx, streamLog, loops.values());
    sweep.start();
    pipe.onRights(sweep::soon);
    new Purge(vertx, own).repeat("Events", PgStreamLog.outlived(kept));
    return own.connect().compose(_ -> pipe.start());
  }

  // From any context

  /**
   * Whether another node answers over the bus; takes three seconds at most to tell that none does.
   */
  public Future<Boolean> reachesPeers() {
    Promise<Boolean> answered = Promise.promise();
    hubContext.runOnContext(
        _ -> pipe.reach().onComplete(_ -> answered.complete(true), _ -> answered.complete(false)));
    return answered.future();
  }

  @Override
  public void publish(CommittedEvent event) {
    if (published.test(event)) {
      handOver(Frame.of(event));
      if (EventType.ENDING_RIGHTS.contains(event.type())) {
        hubContext.runOnContext(
            _ -> {
              pipe.tellRights();
              sweep.soon();
            });
      }
    }
  }

  @Override
  public void signal(StreamId stream, String type, UUID user, String payload) {
    hubContext.runOnContext(
        _ -> {
          if (recentSignals.size() < SIGNALS_MAX && recentSignals.add(stream.id() + type + user)) {
            handOver(Frame.signal(stream, type, payload));
          }
        });
  }

  private void handOver(Frame frame) {
    inbox.add(frame);
    if (drainScheduled.compareAndSet(false, true)) {
      hubContext.runOnContext(_ -> drain());
    }
  }

  private void drain() {
    drainScheduled.set(false);
    for (Frame frame = inbox.poll(); frame != null; frame = inbox.poll()) {
      pipe.send(frame);
      arrive(frame);
    }
  }

  @Override
  public Future<Optional<EventPage>> read(
      StreamId stream, UUID user, @Nullable Position since, int limit) {
    Promise<Optional<EventPage>> page = ((ContextInternal) vertx.getOrCreateContext()).promise();
    hubContext.runOnContext(
        _ ->
            streamLog
                .open(stream, user, since, since == null ? 0 : since.seq(), limit)
                .map(
                    answer ->
                        answer.map(
                            opening ->
                                since != null && opening.recovered()
                                    ? EventPage.of(opening, since, limit)
                                    : EventPage.at(opening.position())))
                .onComplete(page));
    return page.future();
  }

  // On the subscriber's loop

  @Override
  public void subscribe(StreamId stream, @Nullable Position since, StreamSubscriber subscriber) {
    here().join(stream, since, subscriber, false);
  }

  @Override
  public void unsubscribe(StreamId stream, StreamSubscriber subscriber) {
    here().leave(stream, subscriber);
  }

  @Override
  public void gone(StreamSubscriber subscriber) {
    here().leaveAll(subscriber);
  }

  private LoopFanout here() {
    ContextInternal context = (ContextInternal) vertx.getOrCreateContext();
    return loops.computeIfAbsent(
        context.nettyEventLoop(), _ -> new LoopFanout(vertx, context, this));
  }

  // From a loop to the hub

  /** The loop has its first subscriber of the stream. */
  void follow(StreamId id, LoopFanout loop) {
    hubContext.runOnContext(
        _ -> {
          streams.computeIfAbsent(id.id(), _ -> new OpenStream(id)).loops.add(loop);
          if (id.kind() == StreamId.Kind.PROJECT) {
            presence.open(id.id());
          }
        });
  }

  /** The loop has no subscriber of the stream any more. */
  void unfollow(StreamId id, LoopFanout loop) {
    hubContext.runOnContext(
        _ -> {
          OpenStream stream = streams.get(id.id());
          if (stream != null && stream.loops.remove(loop) && stream.loops.isEmpty()) {
            streams.remove(id.id());
            pipe.unfollow(id.id());
            presence.close(id.id());
          }
        });
  }

  /**
   * Somebody was let in, or comes back after a lag, and is to know who is there.
   *
   * @param arrives whether it was not counted before
   */
  void present(StreamId id, StreamSubscriber subscriber, LoopFanout loop, boolean arrives) {
    if (id.kind() != StreamId.Kind.PROJECT) {
      return;
    }
    UUID user = subscriber.user();
    hubContext.runOnContext(
        _ -> {
          OpenStream stream = streams.get(id.id());
          if (stream == null) {
            return;
          }
          if (arrives) {
            presence.arrived(id.id(), user);
          }
          Future<?> heard =
              pipe.isAlone() || stream.interest == null || stream.interest.isComplete()
                  ? Future.succeededFuture()
                  : Future.any(stream.interest, vertx.timer(INTEREST_MS));
          heard.onComplete(
              _ -> {
                Frame snapshot = presencePipe.snapshot(id);
                loop.runOnLoop(() -> loop.tell(id, subscriber, snapshot));
              });
        });
  }

  /** A subscriber is gone. */
  void absent(StreamId id, UUID user) {
    if (id.kind() == StreamId.Kind.PROJECT) {
      hubContext.runOnContext(_ -> presence.departed(id.id(), user));
    }
  }

  private void presenceChanged(UUID room, String change) {
    OpenStream stream = streams.get(room);
    if (stream != null) {
      deliver(stream, List.of(Frame.signal(stream.id, "presence", change)));
    }
  }

  /** Checks the right to follow and reads what was missed; the answer goes to the loop. */
  void open(Joiner joiner, LoopFanout loop) {
    hubContext.runOnContext(
        _ -> {
          OpenStream stream = streams.get(joiner.stream.id());
          if (stream == null) {
            return; // left meanwhile
          }
          if (stream.interest == null) {
            stream.interest = pipe.follow(joiner.stream.id());
          }
          read(joiner, recent(stream, joiner.since))
              .onComplete(
                  answer -> {
                    answer.ifPresent(opening -> begin(joiner.stream, opening.position()));
                    loop.runOnLoop(() -> loop.opened(joiner, answer));
                  },
                  error ->
                      loop.runOnLoop(
                          () ->
                              loop.refuse(
                                  joiner,
                                  error instanceof Failure failure
                                      ? failure
                                      : Failure.internal())));
        });
  }

  /** The frames behind a position that are at hand, which tell the same history. */
  private static List<Frame> recent(OpenStream stream, @Nullable Position since) {
    return since != null && since.epoch().equals(stream.epoch) && stream.ring.covers(since.seq())
        ? stream.ring.after(since.seq())
        : List.of();
  }

  /**
   * Reads what lies behind the recent frames. When something there takes back what was told, or may
   * because it is not all, the recent frames may still tell it, so everything is read.
   */
  private Future<Optional<PgStreamLog.Opening>> read(Joiner joiner, List<Frame> recent) {
    Position since = joiner.since;
    long atHand = !recent.isEmpty() ? recent.getLast().seq() : since == null ? 0 : since.seq();
    return openings
        .open(joiner.stream, joiner.subscriber.user(), since, atHand)
        .compose(
            answer ->
                !recent.isEmpty() && answer.filter(NodeStreamHub::mayTakeBack).isPresent()
                    ? read(joiner, List.of())
                    : Future.succeededFuture(answer.map(read -> withRecent(recent, read))));
  }

  private static boolean mayTakeBack(PgStreamLog.Opening read) {
    return read.isPage() || read.frames().stream().anyMatch(Frame::takesBack);
  }

  private static PgStreamLog.Opening withRecent(List<Frame> recent, PgStreamLog.Opening read) {
    if (!read.recovered() || recent.isEmpty()) {
      return read;
    }
    List<Frame> all = new ArrayList<>(recent);
    all.addAll(read.frames());
    return new PgStreamLog.Opening(read.position(), true, all);
  }

  /**
   * The first who opens a stream says where it stands. What peers told nobody, because they did not
   * know yet that somebody listens, is read as soon as they do, and soon in any case.
   */
  private void begin(StreamId id, Position position) {
    OpenStream stream = streams.get(id.id());
    if (stream == null) {
      return; // left meanwhile
    }
    if (stream.orderer.started()) {
      if (!stream.epoch.equals(position.epoch())) {
        rewound(stream);
      }
      return;
    }
    stream.epoch = position.epoch();
    deliver(stream, stream.orderer.start(position.seq()));
    Future<?> interest = stream.interest;
    if (!pipe.isAlone() && interest != null) {
      interest.onComplete(_ -> fetch(stream));
      vertx
          .timer(INTEREST_MS)
          .onSuccess(
              _ -> {
                if (!interest.isComplete()) {
                  fetch(stream);
                }
              });
    }
  }

  /**
   * The database tells another history of the stream, after a restore or a failover that lost
   * something: whoever follows it loads afresh, and nothing of the old one is told any more.
   */
  private void rewound(OpenStream stream) {
    log.warn("The history of {} was rewound: whoever follows it loads afresh", stream.id);
    streams.put(stream.id.id(), stream.afresh());
    stream.loops.forEach(loop -> loop.runOnLoop(() -> loop.rewound(stream.id.id())));
  }

  // Order

  private void arrive(Frame frame) {
    OpenStream stream = streams.get(frame.stream());
    if (stream == null) {
      return;
    }
    if (frame.isSignal()) {
      deliver(stream, List.of(frame));
      return;
    }
    deliver(stream, stream.orderer.offer(frame));
    if (stream.orderer.hasHole() && !stream.waiting && !stream.fetching) {
      stream.waiting = true;
      vertx.setTimer(
          REORDER_WINDOW_MS,
          _ -> {
            stream.waiting = false;
            if (stream.orderer.hasHole()) {
              fetch(stream);
            }
          });
    }
  }

  private void deliver(OpenStream stream, List<Frame> frames) {
    if (frames.isEmpty()) {
      return;
    }
    for (Frame frame : frames) {
      if (!frame.isSignal()) {
        stream.ring.add(frame);
      }
    }
    for (LoopFanout loop : stream.loops) {
      loop.runOnLoop(() -> loop.deliver(stream.id.id(), frames));
    }
  }

  /** Reads what is missing, one page at a time, one read at a time. */
  private void fetch(OpenStream stream) {
    if (streams.get(stream.id.id()) != stream || !stream.orderer.started()) {
      return;
    }
    if (stream.fetching) {
      stream.fetchAgain = true; // what is being read may have begun too early
      return;
    }
    stream.fetching = true;
    stream.fetchAgain = false;
    streamLog
        .after(stream.id, stream.orderer.lastSeq())
        .onComplete(
            frames -> {
              stream.fetching = false;
              frames.forEach(frame -> deliver(stream, stream.orderer.offer(frame)));
              if (frames.size() == PgStreamLog.PAGE || stream.fetchAgain) {
                fetch(stream);
              }
            },
            _ -> stream.fetching = false); // the next check tries again
  }
}
