package io.teamflow.gateway.http;

import io.teamflow.codecs.auth.Scope.Area;
import io.teamflow.codecs.auth.Scope.Level;
import io.teamflow.codecs.bus.Bus;
import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.bus.Resource;
import io.teamflow.codecs.bus.Violation;
import io.teamflow.codecs.chat.ChatMessages;
import io.teamflow.codecs.chat.GetUnread;
import io.teamflow.codecs.chat.ListUnread;
import io.teamflow.codecs.chat.MarkRead;
import io.teamflow.codecs.chat.Unread;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How far people have read, and what waits for them. */
final class ReadRoutes {
  private final Bus bus;

  private record ReadBody(@Nullable Long seq) {}

  ReadRoutes(Bus bus) {
    this.bus = bus;
  }

  void mount(ApiRouter api) {
    api.route(
        Area.CHAT,
        Level.WRITE,
        HttpMethod.PUT,
        "/projects/:id/read",
        (exchange, caller) ->
            exchange.text(
                bus.request(
                        ChatMessages.MARK_READ,
                        caller,
                        new MarkRead(exchange.pathId("id"), seq(exchange.body(ReadBody.class))))
                    .map(Resource::json)));
    api.route(
        Area.CHAT,
        Level.READ,
        HttpMethod.GET,
        "/projects/:id/unread",
        (exchange, caller) ->
            exchange.text(
                bus.request(ChatMessages.GET_UNREAD, caller, new GetUnread(exchange.pathId("id")))
                    .map(Unread::json)));
    api.route(
        Area.CHAT,
        Level.READ,
        HttpMethod.GET,
        "/unread",
        (exchange, caller) ->
            exchange.page(
                bus.request(ChatMessages.LIST_UNREAD, caller, new ListUnread(exchange.page()))));
  }

  private static long seq(ReadBody body) {
    Long seq = body.seq();
    if (seq == null) {
      throw Failure.invalid(List.of(new Violation("/seq", "is required")));
    }
    return seq;
  }
}
