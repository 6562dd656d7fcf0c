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

  public static final List<Address<?, ?>> ADDRESSES =
      List.of(SEND, LIST, LIST_REPLIES, GET, EDIT, DELETE, REACT);

  private ChatMessages() {}
}
