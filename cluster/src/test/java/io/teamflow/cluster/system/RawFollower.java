package io.teamflow.cluster.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.teamflow.driver.ApiClient;
import io.teamflow.driver.StoryCheck;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/**
 * Follows projects over bytes: it can stop to read, break its connection, and go on where it was.
 */
final class RawFollower implements AutoCloseable {
  /** A packet of loopback; with less than that the other side would send by a timer. */
  private static final int NARROW = 64 << 10;

  private final URI node;
  private final String token;
  private final int receiveBuffer;
  private final Consumer<JsonNode> heard;
  private final Map<String, StoryCheck> stories = new LinkedHashMap<>();
  private final Map<String, String> epochs = new ConcurrentHashMap<>();

  /** Behind it the next frame waits that was read, and all that are not. */
  private volatile CountDownLatch gate = new CountDownLatch(0);

  private RawSocket socket;
  private volatile CompletableFuture<Integer> closed = new CompletableFuture<>();

  private RawFollower(
      ApiClient user, List<UUID> projects, int receiveBuffer, Consumer<JsonNode> heard)
      throws IOException {
    this.node = user.node();
    this.token = user.token();
    this.receiveBuffer = receiveBuffer;
    this.heard = heard;
    projects.forEach(project -> stories.put("project:" + project, new StoryCheck()));
    this.socket = begin();
  }

  /** Begins to follow; each event is also given to the listener, on the thread that reads. */
  static RawFollower of(ApiClient user, UUID project, Consumer<JsonNode> heard) throws IOException {
    return new RawFollower(user, List.of(project), 0, heard);
  }

  /**
   * With little room for what has come and is not read, the same for each follower. Of what is said
   * it does not keep the text.
   */
  static RawFollower narrow(ApiClient user, List<UUID> projects) throws IOException {
    return new RawFollower(
        user, projects, NARROW, event -> ((ObjectNode) event.required("d")).remove("body"));
  }

  /** Breaks the connection with a reset. */
  void reset() throws IOException {
    socket.reset();
  }

  /** Goes on where it was, with another socket. */
  void comeBack() throws IOException {
    socket.close();
    closed.join();
    closed = new CompletableFuture<>();
    socket = begin();
  }

  private RawSocket begin() throws IOException {
    RawSocket fresh = RawSocket.openNarrow(node, receiveBuffer);
    await(fresh, "hello");
    fresh.say(Map.of("op", "identify", "d", Map.of("token", token)));
    await(fresh, "ready");
    for (String channel : stories.keySet()) {
      String epoch = epochs.get(channel);
      Map<String, Object> since =
          epoch == null
              ? Map.of()
              : Map.of("since", Map.of("epoch", epoch, "seq", story(channel).position()));
      fresh.say(Map.of("op", "subscribe", "ch", channel, "d", since));
      await(fresh, "subscribed");
    }
    fresh.patience(0);
    CompletableFuture<Integer> end = closed;
    Thread.ofVirtual().name("raw-follower").start(() -> end.complete(readAll(fresh)));
    return fresh;
  }

  private void await(RawSocket from, String op) throws IOException {
    String told = "";
    while (!op.equals(told)) {
      RawFrame frame = from.receive();
      if (frame.opcode() == RawFrame.CLOSE) {
        throw new IOException("closed with " + frame.code() + " instead of " + op);
      }
      told = hear(from, frame);
    }
  }

  private int readAll(RawSocket from) {
    try {
      while (true) {
        RawFrame frame = from.receive();
        gate.await();
        if (frame.opcode() == RawFrame.CLOSE) {
          return frame.code();
        }
        hear(from, frame);
      }
    } catch (EOFException | SocketException _) {
      return RawSocket.NO_CLOSE;
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private String hear(RawSocket from, RawFrame frame) throws IOException {
    if (frame.opcode() == RawFrame.PING) {
      from.send(RawFrame.FINAL | RawFrame.PONG, frame.payload());
      return "";
    }
    JsonNode json = ApiClient.read(frame.text());
    String op = json.get("op").textValue();
    String channel = json.path("ch").asText();
    if ("event".equals(op)) {
      story(channel).event(json);
      heard.accept(json);
    } else if ("subscribed".equals(op)) {
      JsonNode d = json.get("d");
      String before = epochs.put(channel, d.get("epoch").textValue());
      story(channel)
          .subscribed(d.get("seq").longValue(), d.get("recovered").booleanValue(), before != null);
    }
    return op;
  }

  /** Stops to read, but for one frame. */
  void pause() {
    gate = new CountDownLatch(1);
  }

  /** Reads again. */
  void resume() {
    gate.countDown();
  }

  /** Completes with the code of the close, -1 without one. */
  CompletableFuture<Integer> closed() {
    return closed;
  }

  /** What it was told of a project. */
  StoryCheck story(UUID project) {
    return story("project:" + project);
  }

  private StoryCheck story(String channel) {
    return Objects.requireNonNull(stories.get(channel), channel);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
