package io.teamflow.chat;

import io.teamflow.codecs.bus.Bus;
import io.teamflow.codecs.bus.Caller;
import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.bus.Resource;
import io.teamflow.codecs.bus.ResourcePage;
import io.teamflow.codecs.chat.ChatMessages;
import io.teamflow.codecs.chat.GetUnread;
import io.teamflow.codecs.chat.ListUnread;
import io.teamflow.codecs.chat.MarkRead;
import io.teamflow.codecs.chat.Unread;
import io.teamflow.stream.StreamPublisher;
import io.vertx.core.Future;

/** Answers the addresses about what people have read. */
final class ReadHandlers {
  private final PgReadStore positions;
  private final StreamPublisher stream;

  ReadHandlers(PgReadStore positions, StreamPublisher stream) {
    this.positions = positions;
    this.stream = stream;
  }

  Future<?> serve(Bus bus) {
    return Future.all(
        bus.serve(ChatMessages.MARK_READ, this::markRead),
        bus.serve(ChatMessages.GET_UNREAD, this::getUnread),
        bus.serve(ChatMessages.LIST_UNREAD, this::listUnread));
  }

  private Future<Resource> markRead(Caller caller, MarkRead command) {
    return positions
        .markIfMember(caller.user(), command)
        .map(written -> written.orElseThrow(() -> Failure.notFound("project")).publishTo(stream));
  }

  private Future<Unread> getUnread(Caller caller, GetUnread command) {
    return positions
        .unreadIfMember(caller.user(), command.projectId())
        .map(json -> new Unread(json.orElseThrow(() -> Failure.notFound("project"))));
  }

  private Future<ResourcePage> listUnread(Caller caller, ListUnread command) {
    return positions.unreadOfMember(caller.user(), command.page());
  }
}
