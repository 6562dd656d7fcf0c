package io.teamflow.codecs.chat;

import static io.teamflow.codecs.bus.Address.repeatable;

import io.teamflow.codecs.bus.Address;
import io.teamflow.codecs.bus.Done;
import io.teamflow.codecs.bus.Resource;
import io.teamflow.codecs.bus.ResourcePage;
import java.util.List;

/** The addresses of the chat verticle. */
public final class ChatMessages {
  public static final Address<SendMessage, MessageAck> SEND =
      repeatable("chat.send", SendMessage.class, MessageAck.class);
  public static final Address<ListMessages, ResourcePage> LIST =
      repeatable("chat.list", ListMessages.class, ResourcePage.class);
  public static final Address<ListReplies, ResourcePage> LIST_REPLIES =
      repeatable("chat.list-replies", ListReplies.class, ResourcePage.class);
  public static final Address<GetMessage, Resource> GET =
      repeatable("chat.get", GetMessage.class, Resource.class);
  public static final Address<EditMessage, Resource> EDIT =
      repeatable("chat.edit", EditMessage.class, Resource.class);
  public static final Address<DeleteMessage, Done> DELETE =
      repeatable("chat.delete", DeleteMessage.class, Done.class);
  public static final Address<React, Done> REACT =
      repeatable("chat.react", React.class, Done.class);
  public static final Address<SearchMessages, ResourcePage> SEARCH =
      repeatable("chat.search", SearchMessages.class, ResourcePage.class);
  public static final Address<MarkRead, Resource> MARK_READ =
      repeatable("chat.mark-read", MarkRead.class, Resource.class);
  public static final Address<GetUnread, Unread> GET_UNREAD =
      repeatable("chat.get-unread", GetUnread.class, Unread.class);
  public static final Address<ListUnread, ResourcePage> LIST_UNREAD =
      repeatable("chat.list-unread", ListUnread.class, ResourcePage.class);

  public static final List<Address<?, ?>> ADDRESSES =
      List.of(
          SEND,
          LIST,
          LIST_REPLIES,
          GET,
          EDIT,
          DELETE,
          REACT,
          SEARCH,
          MARK_READ,
          GET_UNREAD,
          LIST_UNREAD);

  private ChatMessages() {}
}
