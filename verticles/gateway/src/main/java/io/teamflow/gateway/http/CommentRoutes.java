package io.teamflow.gateway.http;

import com.github.f4b6a3.uuid.UuidCreator;
import io.teamflow.codecs.auth.Scope.Area;
import io.teamflow.codecs.auth.Scope.Level;
import io.teamflow.codecs.bus.Bus;
import io.teamflow.codecs.task.CommentMessages;
import io.teamflow.codecs.task.CreateComment;
import io.teamflow.codecs.task.DeleteComment;
import io.teamflow.codecs.task.EditComment;
import io.teamflow.codecs.task.ListComments;
import io.vertx.core.http.HttpMethod;

/** Comments on tasks. */
final class CommentRoutes {
  private final Bus bus;

  private record TextBody(String body) {}

  CommentRoutes(Bus bus) {
    this.bus = bus;
  }

  void mount(ApiRouter api) {
    api.route(
        Area.TASKS,
        Level.WRITE,
        HttpMethod.POST,
        "/tasks/:id/comments",
        (exchange, caller) ->
            exchange.created(
                "/comments",
                bus.request(
                    CommentMessages.CREATE,
                    caller,
                    new CreateComment(
                        UuidCreator.getTimeOrderedEpoch(),
                        exchange.pathId("id"),
                        exchange.body(TextBody.class).body()))));
    api.route(
        Area.TASKS,
        Level.READ,
        HttpMethod.GET,
        "/tasks/:id/comments",
        (exchange, caller) ->
            exchange.page(
                bus.request(
                    CommentMessages.LIST,
                    caller,
                    new ListComments(exchange.pathId("id"), exchange.page()))));
    api.route(
        Area.TASKS,
        Level.WRITE,
        HttpMethod.PATCH,
        "/comments/:id",
        (exchange, caller) ->
            exchange.ok(
                bus.request(
                    CommentMessages.EDIT,
                    caller,
                    new EditComment(
                        exchange.pathId("id"),
                        exchange.ifMatch(),
                        exchange.body(TextBody.class).body()))));
    api.route(
        Area.TASKS,
        Level.WRITE,
        HttpMethod.DELETE,
        "/comments/:id",
        (exchange, caller) ->
            exchange.noContent(
                bus.request(
                    CommentMessages.DELETE,
                    caller,
                    new DeleteComment(exchange.pathId("id"), exchange.ifMatch()))));
  }
}
