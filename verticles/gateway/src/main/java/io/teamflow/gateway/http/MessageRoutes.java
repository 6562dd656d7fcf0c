package io.teamflow.gateway.http;

import com.github.f4b6a3.uuid.UuidCreator;
import io.teamflow.codecs.auth.Scope.Area;
import io.teamflow.codecs.auth.Scope.Level;
import io.teamflow.codecs.bus.Bus;
import io.teamflow.codecs.bus.Resource;
import io.teamflow.codecs.chat.ChatMessages;
import io.teamflow.codecs.chat.DeleteMessage;
import io.teamflow.codecs.chat.EditMessage;
import io.teamflow.codecs.chat.GetMessage;
import io.teamflow.codecs.chat.ListMessages;
import io.teamflow.codecs.chat.ListReplies;
import io.teamflow.codecs.chat.React;
import io.teamflow.codecs.chat.SearchMessages;
import io.teamflow.codecs.chat.SendMessage;
import io.vertx.core.http.HttpMethod;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The conversation of a project. */
final class MessageRoutes {
  private final Bus bus;

  private record MessageBody(UUID clientId, String body, @Nullable UUID replyTo) {}

  private record TextBody(String body) {}

  MessageRoutes(Bus bus) {
    this.bus = bus;
  }

  void mount(ApiRouter api) {
    api.route(
        Area.CHAT,
        Level.WRITE,
        HttpMethod.POST,
        "/projects/:id/messages",
        (exchange, caller) -> {
          MessageBody body = exchange.body(MessageBody.class);
          exchange.created(
              "/messages",
              bus.request(
                      ChatMessages.SEND,
                      caller,
                      new SendMessage(
                          UuidCreator.getTimeOrderedEpoch(),
                          exchange.pathId("id"),
                          body.clientId(),
                          body.body(),
                          body.replyTo()))
                  .map(ack -> new Resource(ack.messageId(), ack.seq(), ack.json())));
        });
    api.route(
        Area.CHAT,
        Level.READ,
        HttpMethod.GET,
        "/projects/:id/messages",
        (exchange, caller) -> {
          UUID project = exchange.pathId("id");
          Long before = exchange.number("before");
          String words = exchange.query("q");
          exchange.page(
              words == null
                  ? bus.request(
                      ChatMessages.LIST,
                      caller,
                      new ListMessages(project, before, exchange.limit()))
                  : bus.request(
                      ChatMessages.SEARCH,
                      caller,
                      new SearchMessages(project, words, before, exchange.limit())));
        });
    api.route(
        Area.CHAT,
        Level.READ,
        HttpMethod.GET,
        "/messages/:id/replies",
        (exchange, caller) ->
            exchange.page(
                bus.request(
                    ChatMessages.LIST_REPLIES,
                    caller,
                    new ListReplies(exchange.pathId("id"), exchange.page()))));
    api.route(
        Area.CHAT,
        Level.READ,
        HttpMethod.GET,
        "/messages/:id",
        (exchange, caller) ->
            exchange.current(
                bus.request(ChatMessages.GET, caller, new GetMessage(exchange.pathId("id")))));
    api.route(
        Area.CHAT,
        Level.WRITE,
        HttpMethod.PATCH,
        "/messages/:id",
        (exchange, caller) ->
            exchange.ok(
                bus.request(
                    ChatMessages.EDIT,
                    caller,
                    new EditMessage(
                        exchange.pathId("id"),
                        exchange.ifMatch(),
                        exchange.body(TextBody.class).body()))));
    api.route(
        Area.CHAT,
        Level.WRITE,
        HttpMethod.DELETE,
        "/messages/:id",
        (exchange, caller) ->
            exchange.noContent(
                bus.request(
                    ChatMessages.DELETE,
                    caller,
                    new DeleteMessage(exchange.pathId("id"), exchange.ifMatch()))));
    reaction(api, HttpMethod.PUT, true);
    reaction(api, HttpMethod.DELETE, false);
  }

  private void reaction(ApiRouter api, HttpMethod method, boolean on) {
    api.route(
        Area.CHAT,
        Level.WRITE,
        method,
        "/messages/:id/reactions/:emoji",
        (exchange, caller) ->
            exchange.noContent(
                bus.request(
                    ChatMessages.REACT,
                    caller,
                    new React(exchange.pathId("id"), exchange.pathName("emoji"), on))));
  }
}
