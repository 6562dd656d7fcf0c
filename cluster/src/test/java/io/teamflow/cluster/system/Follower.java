package io.teamflow.cluster.system;

import com.fasterxml.jackson.databind.JsonNode;
import io.teamflow.driver.CheckingClient;
import io.teamflow.driver.StoryCheck;
import java.io.IOException;
import java.net.URI;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** A socket that follows a project and comes back whenever it breaks, as every client does. */
final class Follower {
  /** Between two tries to come back. */
  private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(200);

  final UUID project;
  private final Supplier<URI> node;
  private final CheckingClient socket;
  private final StoryCheck story;
  private volatile boolean ended;
  private final AtomicInteger returns = new AtomicInteger();

  /**
   * Begins to follow.
   *
   * @param node where to connect, asked each time
   */
  Follower(String token, UUID project, Supplier<URI> node)
      throws IOException, InterruptedException {
    this.project = project;
    this.node = node;
    this.socket = new CheckingClient(token).connect(node.get());
    this.story = socket.subscribe("project:" + project);
    Thread.ofVirtual().name("follower").start(this::comeBack);
  }

  private void comeBack() {
    while (!ended) {
      try {
        socket.closed().get();
        if (!ended) {
          socket.connect(node.get());
          returns.incrementAndGet();
        }
      } catch (IOException _) {
        socket.abort();
        LockSupport.parkNanos(PAUSE_NS);
      } catch (InterruptedException | ExecutionException _) {
        return; // the second because of a broken promise, which the story tells
      }
    }
  }

  /** Says something; completes with the ack or an error frame, or fails with the socket. */
  CompletableFuture<JsonNode> say(UUID clientId, String body) {
    return socket.say(project, clientId, body);
  }

  StoryCheck story() {
    return story;
  }

  /** How often it came back. */
  int returns() {
    return returns.get();
  }

  void end() {
    ended = true;
    socket.abort();
  }
}
