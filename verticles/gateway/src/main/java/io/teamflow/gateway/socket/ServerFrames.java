package io.teamflow.gateway.socket;

import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.chat.MessageAck;
import io.teamflow.codecs.stream.Position;
import io.teamflow.codecs.stream.StreamId;
import io.teamflow.gateway.Departure;
import io.teamflow.gateway.GatewaySettings;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the server says on a socket, but for events and signals, which streams bring. */
final class ServerFrames {
  private ServerFrames() {}

  static JsonObject hello(UUID connection, GatewaySettings settings) {
    return frame(
        "hello",
        null,
        new JsonObject()
            .put("protocol", 1)
            .put("connectionId", connection.toString())
            .put("heartbeatMs", settings.heartbeatSeconds() * 1_000)
            .put(
                "limits",
                new JsonObject()
                    .put("frameBytes", settings.frameBytes())
                    .put("framesPerMin", settings.framesPerMinute())
                    .put("subscriptions", settings.subscriptions())));
  }

  static JsonObject ready(@Nullable Object id, UUID user, Instant expiresAt) {
    return frame(
        "ready",
        id,
        new JsonObject()
            .put("user", new JsonObject().put("id", user.toString()))
            .put("tokenExpiresAt", expiresAt.toString()));
  }

  static JsonObject subscribed(
      @Nullable Object id, StreamId stream, Position position, boolean recovered) {
    return frame(
            "subscribed",
            id,
            new JsonObject()
                .put("epoch", position.epoch())
                .put("seq", position.seq())
                .put("recovered", recovered))
        .put("ch", stream.channel());
  }

  static JsonObject unsubscribed(@Nullable Object id, StreamId stream) {
    return frame("unsubscribed", id, null).put("ch", stream.channel());
  }

  static JsonObject ack(@Nullable Object id, MessageAck ack) {
    return frame(
        "ack",
        id,
        new JsonObject()
            .put("messageId", ack.messageId().toString())
            .put("seq", ack.seq())
            .put("at", ack.at().toString()));
  }

  static JsonObject error(@Nullable Object id, Failure failure) {
    JsonObject detail =
        new JsonObject()
            .put("code", failure.code().name())
            .put("message", failure.detail())
            .put("retryable", failure.code().retryable());
    if (!failure.violations().isEmpty()) {
      detail.put(
          "errors",
          failure.violations().stream()
              .map(v -> new JsonObject().put("pointer", v.pointer()).put("detail", v.detail()))
              .toList());
    }
    return frame("error", id, detail);
  }

  static JsonObject pong(@Nullable Object id) {
    return frame("pong", id, null);
  }

  static JsonObject tokenExpiring(Instant at) {
    return frame("token-expiring", null, new JsonObject().put("at", at.toString()));
  }

  static JsonObject reconnect(Departure why, long afterMs) {
    return frame(
        "reconnect", null, new JsonObject().put("reason", why.reason()).put("afterMs", afterMs));
  }

  private static JsonObject frame(String op, @Nullable Object id, @Nullable JsonObject detail) {
    JsonObject frame = new JsonObject().put("op", op);
    if (id != null) {
      frame.put("id", id);
    }
    if (detail != null) {
      frame.put("d", detail);
    }
    return frame;
  }
}
