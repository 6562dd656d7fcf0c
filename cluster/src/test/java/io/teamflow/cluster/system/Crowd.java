package io.teamflow.cluster.system;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.teamflow.driver.ApiClient;
import io.teamflow.driver.StoryCheck;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Many who follow projects and talk there at a steady rate, whatever happens to the nodes: what is
 * not acknowledged is said again, with the same id, by whoever of the project is connected.
 */
final class Crowd implements AutoCloseable {
  /** After which what was said is said again. */
  private static final long ANSWER_SECONDS = 5;

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(50);

  private final ApiClient user;
  private final Supplier<URI> node;
  private final List<List<Follower>> rooms = new ArrayList<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
  private final Map<String, AtomicInteger> refusals = new ConcurrentHashMap<>();
  private final List<Future<?>> sends = new ArrayList<>();
  private final List<Future<?>> asked = new ArrayList<>();
  private final Queue<String> failed = new ConcurrentLinkedQueue<>();
  private final Queue<String> unavailable = new ConcurrentLinkedQueue<>();

  /**
   * @param node where to connect, asked each time
   */
  Crowd(Supplier<URI> node, int projects, int followersEach)
      throws IOException, InterruptedException {
    this.node = node;
    this.user = ApiClient.register(node.get());
    for (int i = 0; i < projects; i++) {
      UUID project = user.newProject();
      List<Follower> room = new ArrayList<>();
      for (int j = 0; j < followersEach; j++) {
        room.add(new Follower(user.token(), project, node));
      }
      rooms.add(room);
    }
  }

  /** Talks and asks for a while, by half each; what fails of the requests does not count. */
  void warmUp(Duration length, int perSecond) throws Exception {
    Duration second = Duration.ofSeconds(1);
    for (Duration left = length; left.isPositive(); left = left.minus(second.multipliedBy(2))) {
      ask(second, perSecond / 2);
      talk(second, perSecond / 2);
    }
    failed();
    asked.clear();
    failed.clear();
    unavailable.clear();
  }

  /** Talks for a while over sockets, in a project at random each time. */
  void talk(Duration length, int perSecond) {
    steadily(
        length,
        perSecond,
        () -> {
          List<Follower> room = any(rooms);
          sends.add(threads.submit(() -> sayUntilAcknowledged(room)));
        });
  }

  /** Sends requests for a while over HTTP, each once; reading and writing in turn. */
  void ask(Duration length, int perSecond) {
    steadily(length, perSecond, () -> asked.add(threads.submit(() -> ask(any(rooms)))));
  }

  private static void steadily(Duration length, int perSecond, Runnable task) {
    long start = System.nanoTime();
    long step = TimeUnit.SECONDS.toNanos(1) / perSecond;
    for (long at = 0; at < length.toNanos(); at += step) {
      LockSupport.parkNanos(start + at - System.nanoTime());
      task.run();
    }
  }

  private void ask(List<Follower> room) {
    URI at = node.get();
    String project = "/projects/" + room.getFirst().project;
    try {
      ask(at, "GET", project, null, 200);
      ask(at, "POST", project + "/tasks", "{\"title\":\"One more\"}", 201);
    } catch (IOException | InterruptedException e) {
      failed.add(now() + " " + at + ": " + e);
    }
  }

  private static LocalTime now() {
    return LocalTime.now(ZoneId.systemDefault());
  }

  private void ask(URI at, String method, String path, @Nullable String body, int wanted)
      throws IOException, InterruptedException {
    long begin = System.nanoTime();
    HttpResponse<String> answer = user.at(at).send(method, path, body, Map.of());
    if (answer.statusCode() != wanted) {
      (answer.statusCode() == 503 ? unavailable : failed)
          .add(
              "%s %s %s%s: %d after %d ms: %s"
                  .formatted(
                      now(),
                      method,
                      at,
                      path,
                      answer.statusCode(),
                      TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin),
                      answer.body()));
    }
  }

  /** How many requests were sent over HTTP. */
  int requests() {
    return 2 * asked.size();
  }

  /** The requests over HTTP that were not answered in time, and what they were told. */
  List<String> unavailable() {
    return List.copyOf(unavailable);
  }

  /** The requests over HTTP that got no answer or a wrong one, and why. */
  List<String> failed() throws Exception {
    for (Future<?> request : asked) {
      request.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
    return List.copyOf(failed);
  }

  private void sayUntilAcknowledged(List<Follower> room) {
    UUID clientId = UUID.randomUUID();
    for (String refusal = say(any(room), clientId);
        !refusal.isEmpty();
        refusal = say(any(room), clientId)) {
      refusals.computeIfAbsent(refusal, _ -> new AtomicInteger()).incrementAndGet();
      LockSupport.parkNanos(PAUSE_NS);
    }
    acknowledged.add(clientId.toString());
  }

  /** Says something; empty when it was acknowledged, otherwise why not. */
  private static String say(Follower follower, UUID clientId) {
    try {
      JsonNode answer = follower.say(clientId, "words").get(ANSWER_SECONDS, TimeUnit.SECONDS);
      return "ack".equals(answer.get("op").textValue()) ? "" : answer.path("d").toString();
    } catch (ExecutionException e) {
      return String.valueOf(e.getCause());
    } catch (TimeoutException | InterruptedException e) {
      return e.toString();
    }
  }

  private static <T> T any(List<T> all) {
    return all.get(ThreadLocalRandom.current().nextInt(all.size()));
  }

  /**
   * Everything that was said was acknowledged and is stored, once; everybody was told all of it in
   * its order. Returns what was observed.
   */
  String account() throws Exception {
    for (Future<?> send : sends) {
      send.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
    ApiClient reader = user.at(node.get());
    double seconds = secondsUntilToldAll(reader);
    Set<String> stored = new HashSet<>();
    for (List<Follower> room : rooms) {
      List<String> messages =
          reader.messages(room.getFirst().project).stream()
              .map(message -> message.get("clientId").textValue())
              .toList();
      messages.forEach(id -> assertTrue(stored.add(id), "stored once"));
      for (Follower follower : room) {
        assertEquals(List.of(), follower.story().violations());
        assertEquals(messages, told(follower));
      }
    }
    assertEquals(acknowledged, stored);
    assertEquals(sends.size(), stored.size());
    return "%,d sent, acknowledged, stored and told to everybody in order, %.1f s after the last; "
            .formatted(stored.size(), seconds)
        + "sockets came back %d times; repeated after %s".formatted(returns(), refusals);
  }

  /** Seconds until each follower has heard all that PostgreSQL has. */
  private double secondsUntilToldAll(ApiClient reader) throws IOException, InterruptedException {
    long start = System.nanoTime();
    for (List<Follower> room : rooms) {
      long head = reader.head(room.getFirst().project);
      for (Follower follower : room) {
        await()
            .atMost(PATIENCE)
            .pollInterval(Duration.ofMillis(10))
            .until(() -> follower.story().position() >= head);
      }
    }
    return (System.nanoTime() - start) / 1e9;
  }

  /** The longest that anything took to be heard by anybody, since the last call. */
  Duration takeLongestLag() {
    return StoryCheck.takeLongestLag(rooms.stream().flatMap(List::stream).map(Follower::story));
  }

  private int returns() {
    return rooms.stream().flatMap(List::stream).mapToInt(Follower::returns).sum();
  }

  private static List<String> told(Follower follower) {
    return follower.story().events().stream()
        .filter(event -> "message.created".equals(event.path("type").textValue()))
        .map(event -> event.get("d").get("clientId").textValue())
        .toList();
  }

  @Override
  public void close() {
    threads.shutdownNow();
    rooms.forEach(room -> room.forEach(Follower::end));
  }
}
