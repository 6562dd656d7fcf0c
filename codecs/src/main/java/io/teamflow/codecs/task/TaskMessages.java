package io.teamflow.codecs.task;

import static io.teamflow.codecs.bus.Address.repeatable;

import io.teamflow.codecs.bus.Address;
import io.teamflow.codecs.bus.Resource;
import io.teamflow.codecs.bus.ResourcePage;
import java.util.List;

/** The addresses about tasks. */
public final class TaskMessages {
  public static final Address<CreateTask, Resource> CREATE =
      repeatable("task.create", CreateTask.class, Resource.class);
  public static final Address<ListTasks, ResourcePage> LIST =
      repeatable("task.list", ListTasks.class, ResourcePage.class);
  public static final Address<GetTask, Resource> GET =
      repeatable("task.get", GetTask.class, Resource.class);
  public static final Address<PatchTask, Resource> PATCH =
      repeatable("task.patch", PatchTask.class, Resource.class);
  public static final Address<MoveTask, Resource> MOVE =
      repeatable("task.move", MoveTask.class, Resource.class);

  public static final List<Address<?, ?>> ADDRESSES = List.of(CREATE, LIST, GET, PATCH, MOVE);

  private TaskMessages() {}
}
