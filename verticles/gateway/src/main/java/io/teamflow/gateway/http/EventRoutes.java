package io.teamflow.gateway.http;

import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.bus.Violation;
import io.teamflow.codecs.stream.Position;
import io.teamflow.codecs.stream.StreamId;
import io.teamflow.stream.EventPage;
import io.teamflow.stream.StreamHub;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The story of a project for those who have no socket. */
final class EventRoutes {
  private final StreamHub hub;

  EventRoutes(StreamHub hub) {
    this.hub = hub;
  }

  void mount(ApiRouter api) {
    api.stream(
        HttpMethod.GET,
        "/projects/:id/events",
        (exchange, caller) -> {
          int limit = exchange.page().limit();
          exchange.then(
              hub.read(
                      StreamId.project(exchange.pathId("id")),
                      caller.user(),
                      position("/since", exchange.query("since")),
                      limit)
                  .map(page -> page.orElseThrow(() -> Failure.notFound("project"))),
              page -> send(exchange, page));
        });
  }

  private static void send(Exchange exchange, EventPage page) {
    exchange.response().putHeader("X-Stream-Position", page.position().toString());
    exchange.json(
        Buffer.buffer("{\"position\":\"" + page.position())
            .appendString("\",\"recovered\":" + page.recovered())
            .appendString(",\"more\":" + page.more())
            .appendString(",\"items\":")
            .appendBuffer(page.items())
            .appendString("}"));
  }

  private static @Nullable Position position(String pointer, @Nullable String text) {
    return text == null
        ? null
        : Position.parse(text)
            .orElseThrow(
                () ->
                    Failure.invalid(
                        List.of(new Violation(pointer, "must be a position: epoch:seq"))));
  }
}
