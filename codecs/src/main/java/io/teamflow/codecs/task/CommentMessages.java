package io.teamflow.codecs.task;

import static io.teamflow.codecs.bus.Address.repeatable;

import io.teamflow.codecs.bus.Address;
import io.teamflow.codecs.bus.Done;
import io.teamflow.codecs.bus.Resource;
import io.teamflow.codecs.bus.ResourcePage;
import java.util.List;

/** The addresses about comments on tasks. */
public final class CommentMessages {
  public static final Address<CreateComment, Resource> CREATE =
      repeatable("comment.create", CreateComment.class, Resource.class);
  public static final Address<ListComments, ResourcePage> LIST =
      repeatable("comment.list", ListComments.class, ResourcePage.class);
  public static final Address<EditComment, Resource> EDIT =
      repeatable("comment.edit", EditComment.class, Resource.class);
  public static final Address<DeleteComment, Done> DELETE =
      repeatable("comment.delete", DeleteComment.class, Done.class);

  public static final List<Address<?, ?>> ADDRESSES = List.of(CREATE, LIST, EDIT, DELETE);

  private CommentMessages() {}
}
