package io.teamflow.cluster.system;

import com.fasterxml.jackson.databind.JsonNode;
import io.teamflow.driver.ApiClient;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** Listens to a channel as server-sent events, on a thread of its own. */
final class Listener implements AutoCloseable {
  private final List<JsonNode> frames = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Void> end = new CompletableFuture<>();
  private final HttpResponse<Stream<String>> response;
  private volatile String lastId = "";

  private Listener(HttpResponse<Stream<String>> response) {
    this.response = response;
    Thread.ofVirtual().start(this::read);
  }

  static Listener open(ApiClient user, String channel, String lastId)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(user.node().resolve("/api/v1/events?channel=" + channel))
            .header("Authorization", "Bearer " + user.token());
    if (!lastId.isEmpty()) {
      request.header("Last-Event-ID", lastId);
    }
    HttpResponse<Stream<String>> response =
        HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofLines());
    if (response.statusCode() != 200) {
      throw new IOException("answered " + response.statusCode());
    }
    return new Listener(response);
  }

  /** Every frame so far, in order. */
  List<JsonNode> frames() {
    return List.copyOf(frames);
  }

  List<JsonNode> events() {
    return frames.stream().filter(frame -> "event".equals(frame.get("op").textValue())).toList();
  }

  /** The id that a browser would come back with. */
  String lastId() {
    return lastId;
  }

  /** Completes when the server has ended the answer; fails when it broke. */
  CompletableFuture<Void> end() {
    return end;
  }

  /** Breaks off. */
  @Override
  public void close() {
    response.body().close();
  }

  private void read() {
    try {
      response
          .body()
          .forEach(
              line -> {
                if (line.startsWith("id: ")) {
                  lastId = line.substring(4);
                } else if (line.startsWith("data: ")) {
                  String frame = line.substring("data: ".length());
                  new FrameContractCheck().check(frame);
                  frames.add(ApiClient.read(frame));
                }
              });
      end.complete(null);
    } catch (RuntimeException | AssertionError e) {
      end.completeExceptionally(e);
    }
  }
}
