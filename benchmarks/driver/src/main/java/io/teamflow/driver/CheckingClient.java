package io.teamflow.driver;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A socket that follows channels, sends messages, and checks every story it is told; after a
 * reconnect, to whichever node, the stories go on where they were.
 */
public final class CheckingClient {
  private static final long PATIENCE_SECONDS = 10;

  private static final List<FrameCheck> CHECKS =
      ServiceLoader.load(FrameCheck.class).stream().map(ServiceLoader.Provider::get).toList();

  /** One for all: each has threads of its own. */
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final String token;
  private final Map<String, StoryCheck> stories = new ConcurrentHashMap<>();
  private final Map<String, String> epochs = new ConcurrentHashMap<>();
  private final Map<Long, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
  private final List<JsonNode> signals = new CopyOnWriteArrayList<>();
  private final List<JsonNode> others = new CopyOnWriteArrayList<>();
  private final AtomicLong ids = new AtomicLong();
  private volatile CompletableFuture<Integer> closed = new CompletableFuture<>();
  private volatile @Nullable WebSocket socket;
  private CompletableFuture<?> sending = CompletableFuture.completedFuture(null);

  public CheckingClient(String token) {
    this.token = token;
  }

  /** Opens a socket to a node, identifies, and follows again what was followed before. */
  public CheckingClient connect(URI node) throws IOException, InterruptedException {
    return connect(node, Map.of("token", token));
  }

  /** Like {@link #connect}, but identifies otherwise than with the access token. */
  public CheckingClient connect(URI node, Map<String, String> identification)
      throws IOException, InterruptedException {
    open(node, "");
    await(request("identify", null, identification));
    for (String channel : stories.keySet()) {
      subscribe(channel);
    }
    return this;
  }

  /** Opens a socket to a node, with a query, and says nothing. */
  public CheckingClient open(URI node, String query) throws IOException, InterruptedException {
    closed = new CompletableFuture<>();
    CompletableFuture<JsonNode> hello = new CompletableFuture<>();
    answers.put(0L, hello);
    WebSocket opened =
        await(
            HTTP.newWebSocketBuilder()
                .buildAsync(
                    URI.create("ws://" + node.getAuthority() + "/api/v1/realtime" + query),
                    new Listener(closed)));
    synchronized (this) {
      socket = opened;
      sending = CompletableFuture.completedFuture(null); // nothing waits for the one before
    }
    await(hello);
    return this;
  }

  /** Follows a channel since the last position seen there. */
  public StoryCheck subscribe(String channel) throws IOException, InterruptedException {
    StoryCheck story = stories.computeIfAbsent(channel, _ -> new StoryCheck());
    String epoch = epochs.get(channel);
    Map<String, Object> d =
        epoch == null ? Map.of() : Map.of("since", Map.of("epoch", epoch, "seq", story.position()));
    JsonNode answer = await(request("subscribe", channel, d));
    if (!"subscribed".equals(answer.get("op").textValue())) {
      throw new IOException(answer.toString());
    }
    return story;
  }

  /** Says something in a project; completes with the ack, or an error frame. */
  public CompletableFuture<JsonNode> say(UUID project, UUID clientId, String body) {
    return request(
        "send", "project:" + project, Map.of("clientId", clientId.toString(), "body", body));
  }

  /** Sends text as it is, for what no client should send. */
  public void sendRaw(String text) throws IOException, InterruptedException {
    await(sendText(text));
  }

  /** One after the other: an answer may come before what it answers counts as sent. */
  private synchronized CompletableFuture<WebSocket> sendText(String text) {
    WebSocket to = Objects.requireNonNull(socket);
    CompletableFuture<WebSocket> sent =
        sending.handle((_, _) -> to).thenCompose(_ -> to.sendText(text, true));
    sending = sent;
    return sent;
  }

  /** Completes with the close code once the socket is closed; -1 when it broke. */
  public CompletableFuture<Integer> closed() {
    return closed;
  }

  /** What was told in passing, such as who is online. */
  public List<JsonNode> signals() {
    return List.copyOf(signals);
  }

  /** Frames that are neither events nor signals nor answers, such as {@code reconnect}. */
  public List<JsonNode> otherFrames() {
    return List.copyOf(others);
  }

  /** Breaks the connection without a word. */
  public void abort() {
    Objects.requireNonNull(socket).abort();
    lost();
    closed.complete(-1);
  }

  private CompletableFuture<JsonNode> request(
      String op, @Nullable String channel, Map<String, ?> d) {
    long id = ids.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    answers.put(id, answer);
    Map<String, Object> frame = new HashMap<>(Map.of("op", op, "id", id, "d", d));
    if (channel != null) {
      frame.put("ch", channel);
    }
    sendText(ApiClient.write(frame))
        .whenComplete(
            (_, error) -> {
              if (error != null) {
                answer.completeExceptionally(error);
              }
            });
    return answer;
  }

  /** A frame that is not as promised ends everything, so that nobody goes on as if it were. */
  private void hear(String message) {
    try {
      CHECKS.forEach(check -> check.check(message));
      received(ApiClient.read(message));
    } catch (AssertionError | IllegalArgumentException wrong) {
      stories.values().forEach(story -> story.broken(String.valueOf(wrong.getMessage())));
      answers.values().forEach(answer -> answer.completeExceptionally(wrong));
      closed.completeExceptionally(wrong);
      Objects.requireNonNull(socket).abort();
    }
  }

  private void received(JsonNode frame) {
    String channel = frame.path("ch").asText();
    switch (frame.get("op").textValue()) {
      case "hello" -> answer(0, frame);
      case "signal" -> signals.add(frame);
      case "event" -> story(channel).event(frame);
      case "subscribed" -> {
        JsonNode d = frame.get("d");
        String epoch = d.get("epoch").textValue();
        story(channel)
            .subscribed(
                d.get("seq").longValue(),
                d.get("recovered").booleanValue(),
                epochs.containsKey(channel));
        epochs.put(channel, epoch);
        answer(frame.path("id").longValue(), frame);
      }
      case "ready", "ack", "error", "pong", "unsubscribed" ->
          answer(frame.path("id").longValue(), frame);
      default -> others.add(frame);
    }
  }

  private StoryCheck story(String channel) {
    return stories.computeIfAbsent(channel, _ -> new StoryCheck());
  }

  private void answer(long id, JsonNode frame) {
    CompletableFuture<JsonNode> waiting = answers.remove(id);
    if (waiting == null) {
      others.add(frame);
    } else {
      waiting.complete(frame);
    }
  }

  private void lost() {
    answers.values().forEach(answer -> answer.completeExceptionally(new IOException("closed")));
    answers.clear();
  }

  private static <T> T await(CompletableFuture<T> future) throws IOException, InterruptedException {
    try {
      return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException(e);
    }
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();
    private final CompletableFuture<Integer> end;

    Listener(CompletableFuture<Integer> end) {
      this.end = end;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        String message = text.toString();
        text.setLength(0);
        if (end == closed) { // not what comes late on a socket that was given up
          hear(message);
        }
      }
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      end(code);
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      end(-1);
    }

    private void end(int code) {
      if (end == closed) {
        lost();
      }
      end.complete(code);
    }
  }
}
