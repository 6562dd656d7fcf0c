package io.teamflow.cluster.system;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.teamflow.driver.ApiClient;
import io.teamflow.driver.CheckingClient;
import io.teamflow.driver.NodeProcess;
import io.teamflow.driver.StoryCheck;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/**
 * People who talk by HTTP and by socket until told not to, and on each node somebody who listens.
 * In a room of its own for each node only people of that node talk, so that whoever listens
 * elsewhere hears of it by the bus or by the head check alone; in another room everybody does.
 */
final class Conversation {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration ACK_PATIENCE = Duration.ofSeconds(5);

  /** Between two messages of one of them. */
  private static final long PAUSE_NS = 100_000_000;

  private final List<NodeProcess> nodes;
  private final ApiClient user;
  private final List<UUID> rooms = new ArrayList<>();
  private final List<Listening> listeners = new ArrayList<>();
  private final List<Set<String>> acknowledged = new ArrayList<>();
  private final List<Thread> speakers = new ArrayList<>();
  private final AtomicLongArray lastAcknowledged;
  private final AtomicBoolean ended = new AtomicBoolean();

  /** Somebody on a node, and what each room told. */
  private record Listening(CheckingClient socket, List<StoryCheck> stories) {}

  Conversation(List<NodeProcess> nodes) throws Exception {
    this.nodes = nodes;
    this.lastAcknowledged = new AtomicLongArray(nodes.size());
    this.user = ApiClient.register(nodes.getFirst().uri());
    for (int i = 0; i <= nodes.size(); i++) {
      rooms.add(user.newProject());
    }
    for (NodeProcess node : nodes) {
      CheckingClient socket = new CheckingClient(user.token()).connect(node.uri());
      List<StoryCheck> stories = new ArrayList<>();
      for (UUID room : rooms) {
        stories.add(socket.subscribe("project:" + room));
      }
      listeners.add(new Listening(socket, stories));
      acknowledged.add(ConcurrentHashMap.newKeySet());
    }
    for (int node = 0; node < nodes.size(); node++) {
      for (UUID room : List.of(rooms.get(node), rooms.getLast())) {
        speak(node, new ByHttp(user.at(nodes.get(node).uri()), room));
        speak(node, new BySocket(user.token(), nodes.get(node), room));
      }
    }
    awaitTalk();
  }

  /** A way to say something once, however often it is repeated. */
  private interface Mouth {
    boolean isAcknowledged(String clientId) throws Exception;
  }

  private record ByHttp(ApiClient user, UUID room) implements Mouth {
    @Override
    public boolean isAcknowledged(String clientId) throws Exception {
      user.create("/projects/" + room + "/messages", Map.of("clientId", clientId, "body", "b"));
      return true;
    }
  }

  private static final class BySocket implements Mouth {
    private final CheckingClient socket;
    private final NodeProcess node;
    private final UUID room;
    private boolean connected;

    BySocket(String token, NodeProcess node, UUID room) {
      this.socket = new CheckingClient(token);
      this.node = node;
      this.room = room;
    }

    @Override
    public boolean isAcknowledged(String clientId) throws Exception {
      if (!connected || socket.closed().isDone()) {
        connected = false;
        socket.connect(node.uri());
        connected = true;
      }
      JsonNode answer =
          socket
              .say(room, UUID.fromString(clientId), "b")
              .get(ACK_PATIENCE.toSeconds(), TimeUnit.SECONDS);
      return "ack".equals(answer.get("op").textValue());
    }
  }

  private void speak(int node, Mouth mouth) {
    speakers.add(
        Thread.ofVirtual()
            .start(
                () -> {
                  while (!ended.get()) {
                    String clientId = UUID.randomUUID().toString();
                    while (!isAcknowledged(mouth, clientId) && !ended.get()) {
                      LockSupport.parkNanos(PAUSE_NS); // the same again, until it is known
                    }
                    if (!ended.get()) {
                      acknowledged.get(node).add(clientId);
                      lastAcknowledged.set(node, System.nanoTime());
                    }
                    LockSupport.parkNanos(PAUSE_NS);
                  }
                }));
  }

  private static boolean isAcknowledged(Mouth mouth, String clientId) {
    try {
      return mouth.isAcknowledged(clientId);
    } catch (IOException | ExecutionException | TimeoutException _) {
      return false; // whether it was stored is not known
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Waits until somebody on each node was acknowledged some more. */
  void awaitTalk() {
    for (int i = 0; i < nodes.size(); i++) {
      int node = i;
      int before = acknowledged(node);
      await().atMost(PATIENCE).until(() -> acknowledged(node) >= before + 10);
    }
  }

  /** How much was acknowledged by a node. */
  private int acknowledged(int node) {
    return acknowledged.get(node).size();
  }

  /** When a node acknowledged something last, as {@link System#nanoTime()} tells it. */
  long lastAcknowledged(int node) {
    return lastAcknowledged.get(node);
  }

  /** Who listens on a node. */
  CheckingClient listener(int node) {
    return listeners.get(node).socket;
  }

  /** The same user on another socket, which is yet to be opened. */
  CheckingClient another() {
    return new CheckingClient(user.token());
  }

  /** Whether everybody still hears everything as promised, on the socket they opened first. */
  boolean listens() {
    return listeners.stream()
        .allMatch(
            listening ->
                !listening.socket.closed().isDone()
                    && listening.stories.stream().allMatch(story -> story.violations().isEmpty()));
  }

  /** The longest that anything took to be heard anywhere, since the last call. */
  Duration takeLongestLag() {
    return StoryCheck.takeLongestLag(
        listeners.stream().flatMap(listening -> listening.stories.stream()));
  }

  /** Ends, and holds what everybody heard against what was stored and acknowledged. */
  void end() throws Exception {
    ended.set(true);
    for (Thread speaker : speakers) {
      assertTrue(speaker.join(PATIENCE));
    }
    Set<String> ids = new HashSet<>();
    for (int room = 0; room < rooms.size(); room++) {
      List<String> stored =
          user.messages(rooms.get(room)).stream().map(Conversation::clientId).toList();
      assertEquals(stored.size(), new HashSet<>(stored).size(), "each once");
      ids.addAll(stored);
      for (Listening listening : listeners) {
        StoryCheck story = listening.stories.get(room);
        await().atMost(PATIENCE).until(() -> story.events().size() >= stored.size());
        assertEquals(stored, story.events().stream().map(e -> clientId(e.get("d"))).toList());
        assertEquals(List.of(), story.violations());
      }
    }
    for (Set<String> known : acknowledged) {
      assertFalse(known.isEmpty());
      assertTrue(ids.containsAll(known));
    }
    listeners.forEach(listening -> listening.socket.abort());
  }

  private static String clientId(JsonNode message) {
    return message.get("clientId").textValue();
  }
}
