package io.teamflow.gateway.http;

import io.teamflow.codecs.auth.AuthMessages;
import io.teamflow.codecs.auth.CreateTicket;
import io.teamflow.codecs.bus.Bus;
import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.bus.Violation;
import io.teamflow.codecs.stream.Position;
import io.teamflow.codecs.stream.StreamId;
import io.teamflow.stream.EventPage;
import io.teamflow.stream.StreamHub;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happens, for those who have no socket, and the way to one for browsers. */
final class EventRoutes {
  private final Bus bus;
  private final StreamHub hub;
  private final EventStreams streams;

  EventRoutes(Bus bus, StreamHub hub, EventStreams streams) {
    this.bus = bus;
    this.hub = hub;
    this.streams = streams;
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
    api.stream(
        HttpMethod.GET,
        "/events",
        (exchange, _) -> {
          String last = exchange.header("Last-Event-ID");
          Position since =
              last == null
                  ? position("/since", exchange.query("since"))
                  : position("/Last-Event-ID", last);
          StreamId stream =
              StreamId.parse(String.valueOf(exchange.query("channel")))
                  .orElseThrow(EventRoutes::noChannel);
          exchange.goOn((context, token) -> streams.open(context, token, stream, since));
        });
    api.account(
        HttpMethod.POST,
        "/realtime/tickets",
        (exchange, caller) ->
            exchange.value(
                201,
                bus.request(
                        AuthMessages.CREATE_TICKET,
                        caller,
                        new CreateTicket(exchange.token().expiresAt()))
                    .map(
                        created ->
                            new JsonObject()
                                .put("ticket", created.ticket())
                                .put("expiresAt", created.expiresAt().toString()))));
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

  private static Failure noChannel() {
    return Failure.invalid(
        List.of(new Violation("/channel", "must name a channel such as project:<id>")));
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
