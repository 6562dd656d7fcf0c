package io.teamflow.codecs.task;

import static io.teamflow.codecs.bus.Address.repeatable;

import io.teamflow.codecs.bus.Address;
import io.teamflow.codecs.bus.Done;
import io.teamflow.codecs.bus.ResourcePage;
import java.util.List;

/** The addresses about how tasks stand to one another. */
public final class RelationMessages {
  public static final Address<ListSubtasks, ResourcePage> LIST_SUBTASKS =
      repeatable("relation.list-subtasks", ListSubtasks.class, ResourcePage.class);
  public static final Address<ListDependencies, Dependencies> LIST_DEPENDENCIES =
      repeatable("relation.list-dependencies", ListDependencies.class, Dependencies.class);
  public static final Address<LinkTasks, Done> LINK =
      repeatable("relation.link", LinkTasks.class, Done.class);
  public static final Address<UnlinkTasks, Done> UNLINK =
      repeatable("relation.unlink", UnlinkTasks.class, Done.class);

  public static final List<Address<?, ?>> ADDRESSES =
      List.of(LIST_SUBTASKS, LIST_DEPENDENCIES, LINK, UNLINK);

  private RelationMessages() {}
}
