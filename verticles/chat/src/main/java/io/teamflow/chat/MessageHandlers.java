package io.teamflow.chat;

import io.teamflow.codecs.bus.Bus;
import io.teamflow.codecs.bus.Caller;
import io.teamflow.codecs.bus.Done;
import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.bus.Resource;
import io.teamflow.codecs.bus.ResourcePage;
import io.teamflow.codecs.chat.ChatMessages;
import io.teamflow.codecs.chat.DeleteMessage;
import io.teamflow.codecs.chat.EditMessage;
import io.teamflow.codecs.chat.GetMessage;
import io.teamflow.codecs.chat.ListMessages;
import io.teamflow.codecs.chat.ListReplies;
import io.teamflow.codecs.chat.React;
import io.teamflow.codecs.chat.SearchMessages;
import io.teamflow.stream.StreamPublisher;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** Answers the addresses about messages that were said. */
final class MessageHandlers {
  private final PgMessageStore messages;
  private final PgChangeStore changes;
  private final StreamPublisher stream;

  MessageHandlers(PgMessageStore messages, PgChangeStore changes, StreamPublisher stream) {
    this.messages = messages;
    this.changes = changes;
    this.stream = stream;
  }

  Future<?> serve(Bus bus) {
    return Future.all(
        List.of(
            bus.serve(ChatMessages.LIST, this::list),
            bus.serve(ChatMessages.SEARCH, this::search),
            bus.serve(ChatMessages.LIST_REPLIES, this::listReplies),
            bus.serve(ChatMessages.GET, this::get),
            bus.serve(ChatMessages.EDIT, this::edit),
            bus.serve(ChatMessages.DELETE, this::delete),
            bus.serve(ChatMessages.REACT, this::react)));
  }

  private Future<Resource> get(Caller caller, GetMessage command) {
    return messages
        .findIfMember(caller.user(), command.messageId())
        .map(found -> found.orElseThrow(() -> Failure.notFound("message")));
  }

  private Future<Resource> edit(Caller caller, EditMessage command) {
    return changes.editIfVersion(caller.user(), command).map(this::published);
  }

  private Future<Done> delete(Caller caller, DeleteMessage command) {
    return changes
        .deleteIfVersion(caller.user(), command)
        .map(this::published)
        .map(_ -> new Done());
  }

  private Future<Done> react(Caller caller, React command) {
    return changes.reactIfMember(caller.user(), command).map(this::published).map(_ -> new Done());
  }

  private Resource published(Optional<Written> written) {
    return written.orElseThrow(() -> Failure.notFound("message")).publishTo(stream);
  }

  private Future<ResourcePage> search(Caller caller, SearchMessages command) {
    return messages
        .searchIfMember(caller.user(), command)
        .map(page -> page.orElseThrow(() -> Failure.notFound("project")));
  }

  private Future<ResourcePage> listReplies(Caller caller, ListReplies command) {
    return messages
        .repliesIfMember(caller.user(), command)
        .map(page -> page.orElseThrow(() -> Failure.notFound("message")));
  }

  private Future<ResourcePage> list(Caller caller, ListMessages command) {
    return messages
        .listIfMember(caller.user(), command)
        .map(page -> page.orElseThrow(() -> Failure.notFound("project")));
  }
}
